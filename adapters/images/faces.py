"""Where faces may be: what has the colour of skin, of any tone, and is not flat.

No detector travels with a small wheel that works offline, so this is a measure of caution: it
marks too much rather than too little, and what is laid out around it keeps clear of all of it.
Skin of every tone lies in one range of chroma (D. Chai and K. N. Ngan, "Face segmentation using
skin-color map", 1999); brightness plays no part in it. A face in black and white is not found.
"""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
from PIL import Image

CB, CR = (77, 127), (133, 173)
GRID = 64
"""Cells along the longer side."""

_SKIN_SHARE = 0.5
_LEAST_HEIGHT = 0.07
_UNEVEN_MIN = 6.0

Area = tuple[float, float, float, float]
"""Left, top, right, bottom as shares of the picture."""

Cells = npt.NDArray[np.bool_]


def likely_faces(image: Image.Image) -> tuple[Area, ...]:
    """Areas that must not be written over, the largest first."""
    columns, rows = _grid(image.size)
    small = image.convert("YCbCr").resize((columns * 4, rows * 4), Image.Resampling.BOX)
    luma, cb, cr = (np.asarray(it, np.float32) for it in small.split())
    skin = (cb >= CB[0]) & (cb <= CB[1]) & (cr >= CR[0]) & (cr <= CR[1])
    cells = _blocks(skin.astype(np.float32)).mean(axis=2) >= _SKIN_SHARE
    found = [it for it in _patches(cells) if _is_like_a_face(it, luma, rows)]
    areas = ((x0 / columns, y0 / rows, x1 / columns, y1 / rows) for x0, y0, x1, y1 in found)
    return tuple(sorted(areas, key=lambda it: -(it[2] - it[0]) * (it[3] - it[1])))


def _grid(size: tuple[int, int]) -> tuple[int, int]:
    longer = max(size)
    columns, rows = (max(round(GRID * it / longer), 1) for it in size)
    return columns, rows


def _blocks(plane: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """Rows × columns × the 16 values of a cell."""
    rows, columns = plane.shape[0] // 4, plane.shape[1] // 4
    return plane.reshape(rows, 4, columns, 4).transpose(0, 2, 1, 3).reshape(rows, columns, 16)


def _patches(cells: Cells) -> Iterator[tuple[int, int, int, int]]:
    """The bounding box of every group of cells that touch, in cells."""
    left = {(int(x), int(y)) for y, x in np.argwhere(cells)}
    while left:
        group = _group(left)
        xs, ys = [x for x, _ in group], [y for _, y in group]
        yield min(xs), min(ys), max(xs) + 1, max(ys) + 1


def _group(left: set[tuple[int, int]]) -> list[tuple[int, int]]:
    """Takes one cell and all that it touches, by a side, out of those left."""
    group, edge = [], [left.pop()]
    while edge:
        x, y = edge.pop()
        group.append((x, y))
        near = {(x - 1, y), (x + 1, y), (x, y - 1), (x, y + 1)} & left
        left -= near
        edge += near
    return group


def _is_like_a_face(
    box: tuple[int, int, int, int], luma: npt.NDArray[np.float32], rows: int
) -> bool:
    """Large enough to be seen as one, and uneven: eyes and shadows are darker."""
    x0, y0, x1, y1 = box
    within = luma[y0 * 4 : y1 * 4, x0 * 4 : x1 * 4]
    return (y1 - y0) / rows >= _LEAST_HEIGHT and float(within.std()) >= _UNEVEN_MIN
