from pathlib import Path

import numpy as np
import pytest
import torch
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
    assert float(grain.abs().max()) <= AMPLITUDE_LEVELS
    assert float(grain.mean()) == pytest.approx(0, abs=0.02)
    assert torch.equal(grain[:256, :256], dither(300, 300)[:256, :256])


def test_grain_has_no_seam_where_tiles_meet() -> None:
    steps = (dither(1024, 512)[:, 1:] - dither(1024, 512)[:, :-1]).abs().mean(dim=0)
    assert float(steps[255]) == pytest.approx(float(steps.mean()), rel=0.2)


def test_dark_even_pictures_are_calm() -> None:
    levels = {it: is_calm(torch.full((1, 200, 320), float(it))) for it in (20, 60, 180)}
    assert levels == {20: True, 60: True, 180: False}


def test_a_textured_picture_is_not_calm() -> None:
    pixels = np.asarray(texture().convert("L"), dtype=np.float32)
    assert not is_calm(torch.from_numpy(pixels / 3)[None])


def test_a_dark_gradient_keeps_no_wide_flat_band_in_the_film(tmp_path: Path) -> None:
    film = timeline(Still(0, 9, BlobId("a"), AT_REST), frames=9)
    shown = lumas(filmed(film, {"a": slope()}, tmp_path))[4].astype(int)
    changes = [np.flatnonzero(np.diff(row, prepend=-1, append=-1)) for row in shown[10:-10:8]]
    assert np.mean([np.diff(it).mean() for it in changes]) < 6
