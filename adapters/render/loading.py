"""Loading what every worker draws with, before there is a worker: modules, and compiled kernels."""

import numpy as np

from adapters.render import backends, patches
from adapters.render.axes import Scan
from adapters.render.converting import HAS_KERNELS, to_nv12
from adapters.render.dither import dither
from adapters.render.encoders import hush
from adapters.render.paint import blank, over, rounded
from domain.timeline import Canvas, Rect

CANVAS = Canvas(16, 16, 1)


def load() -> None:
    """Has each kernel do a little, so that its machine code is there (made, the first time)."""
    hush()
    if not HAS_KERNELS:
        return
    side = CANVAS.width
    whole, planes = Rect(0, 0, side, side), backends.planes(CANVAS, backends.HOST)
    picture = to_nv12(np.zeros((side, side, 3), np.uint8))
    columns, rows = (Scan(0.0, 1.0, side, side, across=it) for it in (True, False))
    planes.show(picture, columns, rows, whole, dither(side, side))
    planes.tint((16, 128, 128), whole, 0.5)
    painting = blank(side, side)
    over(painting, rounded(0, 0, side, side, 1), "#ffffff")
    patches.lay(patches.patch(painting, 0, 0), planes, 1.0)
