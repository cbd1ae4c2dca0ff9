"""Vector drawing: strokes along SVG paths as coverage masks, by resvg.

resvg draws antialiased strokes with round caps from its own wheel; it never sees text, which
the product's own lettering sets.
"""

from collections.abc import Sequence
from functools import lru_cache
from io import BytesIO

import resvg_py
from fontTools.pens.perimeterPen import PerimeterPen
from fontTools.svgLib.path import parse_path
from PIL import Image

from adapters.render.colour import Pixels
from adapters.render.paint import coverage

_GAP = 1_000_000

View = tuple[float, float, float, float]
"""Left, top, width, height of what is seen, in a path's own units."""


def strokes(
    paths: Sequence[str],
    size: tuple[int, int],
    view: View,
    width: float,
    share: float,
) -> Pixels:
    """Coverage (h, w) of paths in a view box, of which a share (0..1) is drawn, one by one."""
    lengths = [length(it) for it in paths]
    left = share * sum(lengths)
    drawn: list[str] = []
    for path, whole in zip(paths, lengths, strict=True):
        dash = "" if left >= whole else f' stroke-dasharray="{left:.3f} {_GAP}"'
        if left > 0:
            drawn.append(f'<path d="{path}"{dash}/>')
        left -= whole
    style = (
        f'fill="none" stroke="#fff" stroke-width="{width:.3f}"'
        ' stroke-linecap="round" stroke-linejoin="round"'
    )
    return _rasterised(f"<g {style}>{''.join(drawn)}</g>", size, view)


@lru_cache(maxsize=256)
def length(path: str) -> float:
    """Of a path's lines and curves, in its own units."""
    pen = PerimeterPen(None)
    parse_path(path, pen)
    return float(pen.value)


def _rasterised(drawn: str, size: tuple[int, int], view: View) -> Pixels:
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg"'
        f' width="{size[0]}" height="{size[1]}" viewBox="{" ".join(f"{it:.3f}" for it in view)}"'
        f' preserveAspectRatio="none">{drawn}</svg>'
    )
    packed = resvg_py.svg_to_bytes(svg_string=svg, skip_system_fonts=True)
    with Image.open(BytesIO(packed)) as picture:
        return coverage(picture.getchannel("A"))
