from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from adapters.render.dither import AMPLITUDE_LEVELS, dither, is_calm
from domain.ids import BlobId
from domain.timeline import Still
from tests.adapters.render.films import AT_REST, filmed, lumas, texture, timeline


def slope() -> Image.Image:
    """A dark gradient of one level in sixteen pixels."""
    levels = np.arange(480) / 16 + 20
    return Image.fromarray(np.broadcast_to(levels.astype(np.uint8), (270, 480)).copy())


def test_grain_is_even_small_and_always_the_same() -> None:
    grain = dither(640, 360)
    assert grain.shape == (360, 640)
    assert np.abs(grain).max() <= round(AMPLITUDE_LEVELS * 256)
    assert grain.mean() / 256 == pytest.approx(0, abs=0.02)
    assert np.array_equal(grain[:256, :256], dither(300, 300)[:256, :256])


def test_grain_has_no_seam_where_tiles_meet() -> None:
    steps = np.abs(np.diff(dither(1024, 512).astype(int))).mean(axis=0)
    assert steps[255] == pytest.approx(steps.mean(), rel=0.2)


def test_dark_even_pictures_are_calm() -> None:
    levels = {it: is_calm(np.full((200, 320), it, np.uint8)) for it in (20, 60, 180)}
    assert levels == {20: True, 60: True, 180: False}


def test_a_textured_picture_is_not_calm() -> None:
    assert not is_calm(np.asarray(texture().convert("L")) // 3)


def test_a_dark_gradient_keeps_no_wide_flat_band_in_the_film(tmp_path: Path) -> None:
    film = timeline(Still(0, 9, BlobId("a"), AT_REST), frames=9)
    shown = lumas(filmed(film, {"a": slope()}, tmp_path))[4].astype(int)
    changes = [np.flatnonzero(np.diff(row, prepend=-1, append=-1)) for row in shown[10:-10:8]]
    assert np.mean([np.diff(it).mean() for it in changes]) < 6
