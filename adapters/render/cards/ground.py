"""The ground of cards: large soft shapes between two colours, drawn small and shown enlarged."""

import hashlib
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from adapters.images.backdrop import Motif, tones
from adapters.render import backends, colour
from adapters.render.axes import Floats, Scan
from adapters.render.dither import dither
from adapters.render.nv12 import Nv12
from adapters.render.patches import Planes
from domain import motion
from domain.scene.theme import Ground as Shapes
from domain.timeline import Canvas, Ground, Rect

SMALLER = 4
"""Its shapes are soft: a quarter of the canvas's size shows as much of them."""
KEPT_MAX, WHOLE_KEPT_MAX = 4, 2
_ORDER = tuple(Shapes)
_LEVELS = 255

Drawn = tuple[str, str, Shapes, int, bool]


@dataclass(slots=True)
class GroundPainter:
    """Shows the ground over the whole canvas."""

    layer: Ground
    canvas: Canvas

    def covers(self, frame: int) -> bool:
        return self._opacity(frame) >= 1

    def paint(self, frame: int, on: Planes) -> None:
        opacity = self._opacity(frame)
        if opacity >= 1:
            on.put(_whole(self.layer.drawn, self.canvas))
        elif opacity > 0:
            _show(self.layer.drawn, self.canvas, on, np.full(self.canvas.height, opacity))

    def _opacity(self, frame: int) -> float:
        return motion.at(self.layer.opacity, frame)[0]


@lru_cache(maxsize=WHOLE_KEPT_MAX)
def _whole(drawn: Drawn, canvas: Canvas) -> Nv12:
    """At the canvas's size, as it is shown alone: where nothing changes it need only be copied."""
    made = backends.planes(canvas, "cpu")
    _show(drawn, canvas, made)
    shown = made.nv12()
    return Nv12(shown.luma.copy(), shown.chroma.copy())


def _show(drawn: Drawn, canvas: Canvas, on: Planes, cover: Floats | None = None) -> None:
    width, height = canvas.width, canvas.height
    picture = _picture(drawn, _smaller(width), _smaller(height))
    columns = Scan(0, picture.width / width, width, picture.width, across=True)
    rows = Scan(0, picture.height / height, height, picture.height, across=False, cover=cover)
    on.show(picture, columns, rows, Rect(0, 0, width, height), dither(width, height))


@lru_cache(maxsize=KEPT_MAX)
def _picture(drawn: Drawn, width: int, height: int) -> Nv12:
    low, high, shapes, turn, flip = drawn
    digest = hashlib.sha256(f"ground {turn}".encode()).digest()
    a, b, c, d = (it / _LEVELS for it in digest[:4])
    motif = Motif(_ORDER.index(shapes), (a, b, c, d), flip=flip)
    shares = tones(width, height, motif)[:, :, None]
    dark, light = _rgb(low), _rgb(high)
    return colour.nv12(np.rint(dark + (light - dark) * shares).astype(np.uint8))


def _smaller(side: int) -> int:
    return 2 * round(side / SMALLER / 2)


def _rgb(written: str) -> NDArray[np.float32]:
    return np.array([int(written[n : n + 2], 16) for n in (1, 3, 5)], dtype=np.float32)
