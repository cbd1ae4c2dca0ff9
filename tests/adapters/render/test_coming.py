"""Pictures that come over others, by what is drawn."""

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from domain.ids import BlobId
from domain.motion import Easing
from domain.timeline import Effect, Still, Towards, Transition
from tests.adapters.render.films import AT_REST, drawn_lumas, flat, texture, timeline

A, B = BlobId("a"), BlobId("b")
FRAMES = 20
GREY, WHITE = 126, 235

Levels = NDArray[np.float64]


def come(folder: Path, it: Transition, image: Image.Image | None = None) -> list[Levels]:
    """A white picture (or another) comes over a grey one."""
    film = timeline(
        Still(0, FRAMES + 2, A, AT_REST),
        Still(0, FRAMES + 2, B, AT_REST, entrance=it),
        frames=FRAMES + 2,
    )
    return drawn_lumas(film, {"a": flat("#808080"), "b": image or flat("white")}, folder)


@pytest.mark.parametrize("effect", Effect)
@pytest.mark.parametrize("towards", Towards)
def test_at_first_nothing_has_come_and_at_last_all(
    tmp_path: Path, effect: Effect, towards: Towards
) -> None:
    frames = come(tmp_path, Transition(effect, FRAMES, towards=towards))
    assert np.ptp(frames[0]) == 0
    assert frames[0].mean() == GREY
    assert frames[FRAMES].min() >= WHITE - 1
    assert effect is Effect.DIP or np.diff([it.mean() for it in frames]).min() >= 0


def test_a_dissolve_shows_the_same_part_of_it_everywhere(tmp_path: Path) -> None:
    frames = come(tmp_path, Transition(Effect.DISSOLVE, FRAMES, Easing.LINEAR))
    assert max(np.ptp(it) for it in frames) == 0
    assert np.diff([it.mean() for it in frames[: FRAMES + 1]]) == pytest.approx(
        (WHITE - GREY) / FRAMES, abs=1
    )


def test_a_wipe_passes_as_one_soft_edge(tmp_path: Path) -> None:
    it = Transition(Effect.WIPE, FRAMES, Easing.LINEAR, Towards.RIGHT, softness=100_000)
    row = come(tmp_path, it)[FRAMES // 2][90]
    assert (np.diff(row) <= 0).all()
    assert np.count_nonzero((row > GREY + 2) & (row < WHITE - 2)) == pytest.approx(32, abs=3)


def test_a_dip_hides_everything_in_its_middle(tmp_path: Path) -> None:
    it = Transition(Effect.DIP, FRAMES, Easing.LINEAR, colour="#0000ff")
    frames = come(tmp_path, it, texture())
    assert [np.ptp(frames[n]) for n in (0, FRAMES // 2)] == [0, 0]
    assert frames[FRAMES // 2].mean() == pytest.approx(16 + 219 * 0.0722, abs=0.6)
    assert np.ptp(frames[-1]) > 50


@pytest.mark.parametrize("towards", [Towards.LEFT, Towards.DOWN])
def test_a_slide_moves_by_parts_of_a_pixel_evenly(tmp_path: Path, towards: Towards) -> None:
    it = Transition(Effect.SLIDE, FRAMES * 37 // 20, Easing.LINEAR, towards)
    size = 320 if towards.across else 180
    covered = [
        ((frame - GREY) / (WHITE - GREY)).mean() * size for frame in come(tmp_path, it)[1:-1]
    ]
    assert np.diff(covered) == pytest.approx(size / it.frames, abs=0.01)


def test_what_slides_in_is_the_picture_itself_moved(tmp_path: Path) -> None:
    it = Transition(Effect.SLIDE, 16, Easing.LINEAR, Towards.LEFT)
    frames = come(tmp_path, it, texture())
    at_rest, half = frames[-1], frames[8]
    assert np.abs(half[:, 160:] - at_rest[:, :160]).max() <= 1
