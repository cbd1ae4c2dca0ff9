"""Cards as they are drawn into frames."""

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import ImageColor

from adapters.render.cards.ground import GroundPainter
from adapters.render.cards.layout import laid_out
from adapters.render.cards.painter import CardPainter
from adapters.render.compositor import Compositor
from adapters.render.kernel_planes import KernelPlanes
from adapters.render.nv12 import Nv12
from adapters.render.stills import Stills
from adapters.render.torch_planes import TorchPlanes
from domain.motion import MICROS, Keyframe
from domain.scene.cards import AnyCard, Chart, Listing, Number, Statement, Value
from domain.scene.figures import Figure
from domain.scene.theme import NIGHT, PAPER, SIGNAL, Theme
from domain.timeline import Beat, Canvas, Card, Ground, Timeline, still_spans
from tests.adapters.render.cards.given import PLACE
from tests.adapters.render.films import CANVAS, FACES, timeline

FRAMES = 60
BEATS = (Beat(2, 14), Beat(20, 32), Beat(34, 40))
TONNES = Figure(1250, 0, "", " t", ",")
STATEMENT = Statement("A bee remembers", "Memory", 2, 3)

Luma = NDArray[np.uint8]


def film(content: AnyCard, theme: Theme = NIGHT, icon: str = "") -> Timeline:
    ground = Ground(0, FRAMES, theme.colours, theme.ground)
    return timeline(ground, Card(0, FRAMES, content, theme, PLACE, BEATS, icon=icon), frames=FRAMES)


def compositor(of: Timeline) -> Compositor:
    return Compositor(of, Stills({}), FACES)


def bytes_of(picture: Nv12) -> bytes:
    return picture.luma.tobytes() + picture.chroma.tobytes()


def lumas(of: Timeline, *frames: int) -> list[Luma]:
    drawing = compositor(of)
    return [drawing.draw(it).nv12().luma.copy() for it in frames]


@pytest.mark.parametrize(
    ("content", "theme", "icon"),
    [
        (STATEMENT, SIGNAL, "clock"),
        (Number(TONNES, "of honey"), NIGHT, ""),
        (Listing("Needs", ("Nectar", "Pollen", "Water")), PAPER, ""),
        (Chart("Honey", (Value("A", TONNES), Value("B", TONNES), Value("C", TONNES))), NIGHT, ""),
    ],
    ids=lambda it: getattr(it, "KIND", ""),
)
def test_frames_drawn_in_turn_are_those_drawn_each_by_itself(
    content: AnyCard, theme: Theme, icon: str
) -> None:
    told = film(content, theme, icon)
    drawing = compositor(told)
    in_turn = [bytes_of(drawing.draw(it).nv12()) for it in range(FRAMES)]
    for frame in range(0, FRAMES, 7):
        assert bytes_of(compositor(told).draw(frame).nv12()) == in_turn[frame]
    moved = [n for n in range(1, FRAMES) if in_turn[n] != in_turn[n - 1]]
    held = {it for start, end in still_spans(told) for it in range(start + 1, end)}
    assert not held & set(moved)
    assert set(moved) > {5, 22}


def test_nothing_is_seen_of_a_card_before_its_first_beat() -> None:
    ground = timeline(Ground(0, FRAMES, NIGHT.colours, NIGHT.ground), frames=FRAMES)
    before, empty = lumas(film(STATEMENT), 0)[0], lumas(ground, 0)[0]
    assert (before == empty).all()


def test_the_key_words_are_struck_with_their_beat_and_not_before() -> None:
    before, after, later = lumas(film(STATEMENT), 19, 32, 59)
    changed = np.argwhere(before != after)
    assert len(changed) > 100
    assert (after == later).all()


def test_a_number_shows_every_stage_of_its_count() -> None:
    stages = lumas(film(Number(TONNES, "")), *range(20, 33))
    assert len({it.tobytes() for it in stages}) >= 10


def test_a_list_shows_an_item_only_when_it_is_named() -> None:
    listing = film(Listing("", ("Nectar", "Pollen")))
    heading, first, second = (it.astype(int).sum() for it in lumas(listing, 15, 33, 45))
    assert heading < first < second


def test_a_ground_dissolves_over_what_was_before() -> None:
    comes = (Keyframe(0, (0,)), Keyframe(10, (MICROS,)))
    told = timeline(Ground(0, FRAMES, PAPER.colours, PAPER.ground, opacity=comes), frames=FRAMES)
    means = [it.mean() for it in lumas(told, 0, 5, 10)]
    assert means[0] == 16
    assert means[0] < means[1] < means[2]


def test_a_card_goes_with_its_opacity() -> None:
    goes = (Keyframe(50, (MICROS,)), Keyframe(59, (0,)))
    card = Card(0, FRAMES, STATEMENT, NIGHT, PLACE, BEATS, opacity=goes)
    ground = Ground(0, FRAMES, NIGHT.colours, NIGHT.ground)
    gone, empty = lumas(timeline(ground, card), 59)[0], lumas(timeline(ground), 59)[0]
    assert (gone == empty).all()


def test_every_canvas_is_covered_by_the_ground() -> None:
    ground = Ground(0, 2, PAPER.colours, PAPER.ground)
    for canvas in (Canvas(320, 180, 30), Canvas(180, 320, 30), Canvas(202, 202, 30)):
        luma = lumas(Timeline(canvas, 2, (ground,)), 0)[0]
        assert luma.min() > 180


@pytest.mark.parametrize("frame", [5, 30])
def test_tensors_show_a_card_as_kernels_do(frame: int) -> None:
    comes = (Keyframe(0, (0,)), Keyframe(10, (MICROS,)))
    ground = Ground(0, FRAMES, SIGNAL.colours, SIGNAL.ground, opacity=comes)
    number = Card(0, FRAMES, Number(TONNES, "of honey"), SIGNAL, PLACE, BEATS, icon="clock")
    shown = []
    for planes in (KernelPlanes(CANVAS), TorchPlanes(CANVAS, "cpu")):
        planes.fill(16, 128, 128)
        GroundPainter(ground, CANVAS).paint(frame, planes)
        CardPainter.of(number, CANVAS, FACES, {}).paint(frame, planes)
        shown.append(bytes_of(planes.nv12()))
    assert shown[0] == shown[1]


@pytest.mark.parametrize("text", ["A bee remembers", "النحلة تتذكر جميع", "मधुमक्खी हर फूल"])
def test_what_is_struck_lies_on_its_slab_with_all_its_ink(text: str) -> None:
    card = Card(0, FRAMES, Statement(text, "", 2, 3), SIGNAL, PLACE, BEATS)
    (struck,) = (it for it in laid_out(card, CANVAS, FACES) if it.over)
    rgba = struck.picture(1.0)
    ink, slab = _rows_near(rgba, SIGNAL.colours.on_accent), _rows_near(rgba, SIGNAL.colours.accent)
    assert ink
    assert min(slab) < min(ink)
    assert max(ink) < max(slab)


def _rows_near(rgba: NDArray[np.float32], colour: str) -> list[int]:
    """Rows that hold the colour itself."""
    away = np.abs(rgba[:, :, :3] - ImageColor.getrgb(colour)[:3]).max(axis=2)
    return [int(it) for it in np.flatnonzero(((away < 8) & (rgba[:, :, 3] > 0.95)).any(axis=1))]
