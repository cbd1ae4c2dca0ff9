"""Motion against its ideal path: what is filmed is a formula, so that its place is known."""

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from domain.ids import BlobId
from domain.motion import Keyframe, Track, at
from domain.timeline import Still
from tests.adapters.render.films import CANVAS, drawn_lumas, timeline

FRAMES = 45
ZOOM = (Keyframe(0, (500_000, 500_000, 1_010_000)), Keyframe(45, (500_000, 500_000, 1_060_000)))
PAN = (Keyframe(0, (480_000, 500_000, 1_060_000)), Keyframe(45, (510_000, 490_000, 1_060_000)))

Grid = NDArray[np.float64]


def scene(x: Grid, y: Grid) -> Grid:
    """Grey (0..255) at a place of the picture (0..1): two waves that cross."""
    one = np.sin(2 * np.pi * (13 * x + 3 * y))
    two = np.sin(2 * np.pi * (8 * y - 5 * x) + 1)
    return np.asarray(128 + 50 * one + 40 * two)


def places(width: int, height: int) -> tuple[Grid, Grid]:
    x, y = np.meshgrid((np.arange(width) + 0.5) / width, (np.arange(height) + 0.5) / height)
    return x, y


def ideal(camera: Track, frame: int, dx: float = 0, dy: float = 0) -> Grid:
    """The luma that the frame should have, moved by a distance in pixels."""
    x, y, zoom = at(camera, frame)
    across, down = places(CANVAS.width, CANVAS.height)
    seen_x = x + (across - dx / CANVAS.width - 0.5) / zoom
    seen_y = y + (down - dy / CANVAS.height - 0.5) / zoom
    return 16 + scene(seen_x, seen_y) * 219 / 255


def displacement(shown: Grid, camera: Track, frame: int) -> list[Grid]:
    """How far each quarter of the frame is off, by one Lucas-Kanade step from the ideal."""
    still = ideal(camera, frame)
    slopes = [
        ideal(camera, frame, *step) - ideal(camera, frame, -step[0], -step[1])
        for step in ((0.5, 0), (0, 0.5))
    ]
    halves = [(slice(0, 90), slice(90, 180)), (slice(0, 160), slice(160, 320))]
    quarters = [(rows, columns) for rows in halves[0] for columns in halves[1]]
    return [
        np.asarray(
            np.linalg.lstsq(
                np.stack([it[quarter].ravel() for it in slopes], axis=1),
                (shown - still)[quarter].ravel(),
            )[0],
            dtype=np.float64,
        )
        for quarter in quarters
    ]


@pytest.mark.parametrize("camera", [ZOOM, PAN], ids=["zoom", "pan"])
def test_a_slow_move_keeps_to_its_path_to_a_200th_of_a_pixel(tmp_path: Path, camera: Track) -> None:
    picture = Image.fromarray(scene(*places(960, 540)).round().astype(np.uint8)).convert("RGB")
    film = timeline(Still(0, FRAMES, BlobId("a"), camera), frames=FRAMES)
    frames = drawn_lumas(film, {"a": picture}, tmp_path)
    errors = np.array([displacement(it, camera, n) for n, it in enumerate(frames)])
    jerks = np.diff(errors, axis=0)
    assert np.abs(errors).max() <= 0.005
    assert np.sqrt((jerks**2).mean()) <= 0.001


def test_a_jump_of_a_tenth_of_a_pixel_would_be_seen() -> None:
    moved = ideal(ZOOM, 5, 0.1, 0)
    assert displacement(moved, ZOOM, 5)[0] == pytest.approx([0.1, 0], abs=0.005)
