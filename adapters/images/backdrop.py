"""Backdrops: a calm ground of few large shapes, drawn as one field of tone.

A field is a plane of tones from 0 (the palette's dark) to 1 (its light); the palette's ramp
gives the colours at the end, so that whatever is drawn stays in harmony and contrast. Tones
are dithered by interleaved gradient noise (J. Jimenez, 2014), so that slow gradients do not
band in 8 bits.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt
from PIL import Image

from adapters.images.palette import RAMP_STEPS, Floats, palette

Field = npt.NDArray[np.floating[Any]]
Pixels = npt.NDArray[np.uint8]
Place = tuple[float, float, float, float]

MARK = b"statement card"
"""The JPEG comment of what was drawn here for a scene: it is shown as a card, not as a picture."""

_JPEG_QUALITY = 96
_GRAIN_LEVELS = 2.4


class Ramped(Protocol):
    def ramp(self) -> Floats:
        """The colours from tone 0 to tone 1, as RAMP_STEPS × RGB (0–255)."""
        ...


@dataclass(frozen=True, slots=True)
class Canvas:
    """Coordinates of every pixel, in units of the shorter side, from the middle."""

    x: Field
    y: Field
    half_width: float
    half_height: float
    pixel: float


@dataclass(frozen=True, slots=True)
class Motif:
    """Which shapes, and four numbers from 0 to 1 that place them; `flip` mirrors them."""

    shapes: int
    place: Place
    flip: bool = False


def packed(width: int, height: int, seed: str, place: str) -> bytes:
    """A marked JPEG in the colours of a seed, the same bytes for the same place."""
    pixels = backdrop(palette(seed), width, height, motif(seed, place, flip=False))
    file = BytesIO()
    image = Image.fromarray(pixels)
    image.save(file, "JPEG", quality=_JPEG_QUALITY, subsampling=0, comment=MARK)
    return file.getvalue()


def motif(seed: str, place: str, *, flip: bool) -> Motif:
    """A channel keeps to one family of shapes; every place (a scene) arranges them anew."""
    family = hashlib.sha256(f"shapes {seed}".encode()).digest()[0]
    a, b, c, d = (it / 255 for it in hashlib.sha256(f"place {seed} {place}".encode()).digest()[:4])
    return Motif(family, (a, b, c, d), flip=flip)


def backdrop(colours: Ramped, width: int, height: int, arranged: Motif) -> Pixels:
    """Height × width × RGB."""
    return _coloured(tones(width, height, arranged), colours)


def tones(width: int, height: int, arranged: Motif) -> Field:
    """Height × width of 0 (dark) to 1 (light)."""
    canvas = _canvas(width, height, flip=arranged.flip)
    field = _gradient(canvas, arranged.place[0])
    _SHAPES[arranged.shapes % len(_SHAPES)](field, canvas, arranged.place)
    return np.clip(field, 0, 1, out=field)


def _canvas(width: int, height: int, *, flip: bool) -> Canvas:
    shorter = min(width, height)
    x = (np.arange(width, dtype=np.float32)[None, :] + 0.5 - width / 2) / shorter
    y = (np.arange(height, dtype=np.float32)[:, None] + 0.5 - height / 2) / shorter
    side = -1 if flip else 1
    return Canvas(x * side, y, width / shorter / 2, height / shorter / 2, 1 / shorter)


def _gradient(canvas: Canvas, at: float) -> Field:
    """From dark at the lower left to lighter at the upper right."""
    lean = 0.4 + 0.6 * at
    along = (canvas.x * lean - canvas.y) / (canvas.half_width * lean + canvas.half_height)
    return np.asarray(0.30 + 0.28 * along, dtype=np.float32)


def _orb(field: Field, canvas: Canvas, place: Place) -> None:
    """One great sphere rising at the right edge, lit from above, with a halo."""
    radius = 0.46 + 0.22 * place[1]
    distance = _distance(
        canvas, canvas.half_width * (0.72 + 0.3 * place[2]), 0.05 + 0.35 * place[3]
    )
    field += 0.20 * np.exp(-np.maximum(distance - radius, 0) * 3.0)
    shade = 0.42 - 0.62 * (canvas.y - 0.05)
    field += _inside(radius - distance, canvas.pixel) * (shade - 0.22)


def _rings(field: Field, canvas: Canvas, place: Place) -> None:
    """Wide rings around a point near the right edge, each lit at its rim."""
    distance = _distance(
        canvas,
        canvas.half_width * (0.75 + 0.35 * place[1]),
        canvas.half_height * (place[2] * 1.4 - 0.8),
    )
    step = 0.2 + 0.1 * place[3]
    for n in range(1, 6):
        depth = n * step - distance
        rim = 0.16 * np.exp(-np.maximum(depth, 0) * 9)
        field += _inside(depth, canvas.pixel) * (0.05 + rim) * np.float32(0.86**n)


def _folds(field: Field, canvas: Canvas, place: Place) -> None:
    """Sheets laid over each other at a slant, each casting a soft shadow."""
    slant = np.deg2rad(50 + 28 * place[1])
    along = canvas.x * np.float32(np.sin(slant)) + canvas.y * np.float32(np.cos(slant))
    start = canvas.half_width * (0.1 + 0.25 * place[2])
    for n in range(4):
        past = along - (start + n * (0.2 + 0.1 * place[3]))
        field -= 0.18 * np.exp(np.minimum(past, 0) * 11) * (past < 0)
        lit = 0.12 + 0.1 * np.exp(-np.maximum(past, 0) * 6)
        field += _inside(past, canvas.pixel) * lit


def _waves(field: Field, canvas: Canvas, place: Place) -> None:
    """Ranges of hills one behind the other in mist, darker towards the viewer."""
    field += 0.2
    for n in range(4):
        base = canvas.half_height * (-0.08 + 0.3 * n)
        bend = canvas.x * (1.6 + 0.45 * n) + np.float32(6.3 * place[n])
        past = canvas.y - base + (0.14 - 0.015 * n) * np.sin(bend)
        shade = 0.07 + 0.13 * np.exp(-np.maximum(past, 0) * 3.5)
        field -= _inside(past, canvas.pixel) * shade


_SHAPES: tuple[Callable[[Field, Canvas, Place], None], ...] = (
    _orb,
    _rings,
    _folds,
    _waves,
)


def _distance(canvas: Canvas, x: float, y: float) -> Field:
    squares = (canvas.x - np.float32(x)) ** 2 + (canvas.y - np.float32(y)) ** 2
    return np.asarray(np.sqrt(squares), dtype=np.float32)


def _inside(depth: Field, pixel: float) -> Field:
    """1 inside, 0 outside, smooth over one pixel at the edge (`depth` is 0 there)."""
    covered: Field = np.clip(depth / np.float32(pixel) + np.float32(0.5), 0, 1)
    return covered


def _coloured(field: Field, colours: Ramped) -> Pixels:
    ramp = colours.ramp().astype(np.float32)
    tones = (field * (RAMP_STEPS - 1)).astype(np.int32)
    grain = _noise(*field.shape)
    pixels = np.empty((*field.shape, 3), np.uint8)
    for channel in range(3):
        levels = ramp[:, channel][tones]
        levels += grain
        pixels[..., channel] = np.clip(levels, 0, 255)
    return pixels


def _noise(height: int, width: int) -> Field:
    """Around 0.5 (what truncation takes away), _GRAIN_LEVELS wide."""
    x = np.arange(width, dtype=np.float64)[None, :]
    y = np.arange(height, dtype=np.float64)[:, None]
    noise = (52.9829189 * ((0.06711056 * x + 0.00583715 * y) % 1.0)) % 1.0
    return np.asarray((noise - 0.5) * _GRAIN_LEVELS + 0.5, dtype=np.float32)
