"""The strip chart: the path of a quarter of the frame, of each contestant, on the ideal one."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont
from PIL.ImageDraw import ImageDraw as Draw

from adapters.fonts import faces
from benchmarks.render.registration import Path2
from benchmarks.render.workload import WIDTH, Clip

OUT = Path(__file__).parents[2] / "docs" / "images" / "motion.png"
WIDE, STRIP, LEFT, RIGHT, TOP = 1000, 150, 60, 150, 46
OVER = 2
INK, IDEAL, PATH, GROUND = "#1b2430", "#a9b4c2", "#d6336c", "#ffffff"
TEXT_PX = 15


def draw(paths: Mapping[str, Path2], clip: Clip, out: Path = OUT) -> None:
    """Position across of the left upper quarter, in pixels from where it began."""
    height = TOP + STRIP * len(paths)
    picture = Image.new("RGB", (WIDE * OVER, height * OVER), GROUND)
    on = ImageDraw.Draw(picture)
    ideal = _ideal(clip)
    low, high = float(ideal.min()) - 2, float(ideal.max()) + 2
    title = "Where the upper left of the picture stands, frame by frame (px); grey: the ideal path"
    _text(on, (LEFT, 14), title)
    for n, (who, its) in enumerate(paths.items()):
        top = TOP + n * STRIP
        _strip(on, top, ideal, ideal + its.errors[:, 0, 0], (low, high))
        _text(on, (WIDE - RIGHT + 12, top + STRIP // 2 - 20), who)
        _text(on, (WIDE - RIGHT + 12, top + STRIP // 2), f"jerk {its.jerk_rms:.3f} px")
    out.parent.mkdir(exist_ok=True)
    picture.resize((WIDE, height), Image.Resampling.LANCZOS).quantize(32).save(out, optimize=True)


def _ideal(clip: Clip) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Where the middle of the first frame's upper left quarter goes."""
    first = clip.view(0)
    at = first.x + (0.25 - 0.5) / first.zoom
    views = [clip.view(it) for it in range(clip.frames)]
    return np.array([((at - it.x) * it.zoom + 0.25) * WIDTH for it in views])


def _strip(on: Draw, top: int, ideal: object, path: object, range_px: tuple[float, float]) -> None:
    """Both lines, and a mark for every frame."""
    bottom = top + STRIP - 14
    on.line(_scaled([(LEFT, bottom), (WIDE - RIGHT, bottom)]), fill=IDEAL, width=1)
    for values, colour, width in ((ideal, IDEAL, 5), (path, PATH, 3)):
        points = _points(np.asarray(values), top, range_px)
        on.line(_scaled(points), fill=colour, width=width * OVER // 2, joint="curve")
    for x, y in _points(np.asarray(path), top, range_px):
        at = (x * OVER, y * OVER)
        on.ellipse((at[0] - 3, at[1] - 3, at[0] + 3, at[1] + 3), fill=PATH)


def _points(
    values: np.ndarray[tuple[int, ...], np.dtype[np.float64]],
    top: int,
    range_px: tuple[float, float],
) -> list[tuple[float, float]]:
    low, high = range_px
    step = (WIDE - RIGHT - LEFT) / (len(values) - 1)
    inside = STRIP - 28
    return [
        (LEFT + n * step, top + 8 + (high - it) / (high - low) * inside)
        for n, it in enumerate(values)
    ]


def _scaled(points: list[tuple[float, float]]) -> list[tuple[float, float]]:
    return [(x * OVER, y * OVER) for x, y in points]


def _text(on: Draw, at: tuple[int, int], text: str) -> None:
    font = ImageFont.truetype(faces()[0].path, TEXT_PX * OVER)
    on.text((at[0] * OVER, at[1] * OVER), text, font=font, fill=INK)
