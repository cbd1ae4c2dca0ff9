"""Emoji in their own colours (COLRv1), where the extra that brings them is installed."""

from functools import cache, lru_cache
from importlib import import_module
from typing import Any

import numpy as np
from numpy.typing import NDArray

from adapters.fonts.faces import RASTER, Face

_PARTS = 64
"""Of a pixel, in which glyphs are placed."""
_HELD = 64

Painted = tuple[int, int, NDArray[np.float32]]
"""Left and top from the origin on the baseline, and premultiplied RGBA (0..255, alpha 0..1)."""


@lru_cache(maxsize=_HELD)
def painted(face: Face, cluster: str, size_px: int) -> Painted:
    """One emoji, whose em is `size_px` high. Raises ImportError without the extra."""
    engine = import_module(RASTER)
    font = engine.Font(_face(face))
    font.scale = (size_px * _PARTS, size_px * _PARTS)
    shaped = engine.Buffer()
    shaped.add_str(cluster)
    shaped.guess_segment_properties()
    engine.shape(font, shaped, {})
    glyph = shaped.glyph_infos[0].codepoint
    painter = engine.RasterPaint()
    painter.scale_factor = (_PARTS, _PARTS)
    painter.set_glyph_extents(font.get_glyph_extents(glyph))
    painter.paint_glyph(font, glyph)
    return _rgba(painter.render())


def _rgba(image: Any) -> Painted:
    """Rows from the top, red first; the engine's are from the bottom, blue first."""
    its = image.extents
    rows = np.frombuffer(image.buffer, dtype=np.uint8).reshape(its.height, its.stride)
    bgra = rows[::-1, : its.width * 4].reshape(its.height, its.width, 4).astype(np.float32)
    rgba = bgra[:, :, [2, 1, 0, 3]]
    rgba[:, :, 3] /= 255
    return its.x_origin, -(its.y_origin + its.height), rgba


@cache
def _face(face: Face) -> Any:
    engine = import_module(RASTER)
    return engine.Face(engine.Blob.from_file_path(str(face.path)))
