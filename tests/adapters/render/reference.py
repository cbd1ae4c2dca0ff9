"""A compositor in double precision, as plainly as it can be said: what ours is measured against.

Every pixel of the film is a triangle over the picture, an output pixel or a picture's pixel wide
on either side, whichever is larger, in whole matrices; fades are means; nothing is rounded
before the end.
"""

import numpy as np
from numpy.typing import NDArray

from domain import motion
from domain.timeline import Canvas, Still

Levels = NDArray[np.float64]


def luma(rgb: NDArray[np.uint8]) -> Levels:
    """BT.709, limited range, not rounded."""
    return np.asarray(16 + rgb.astype(np.float64) @ (0.2126, 0.7152, 0.0722) * 219 / 255)


def frame(canvas: Canvas, stills: list[tuple[Still, Levels]], at: int) -> Levels:
    """Stills with their lumas, the first at the bottom."""
    shown = np.full((canvas.height, canvas.width), 16.0)
    for still, picture in stills:
        if still.start_frame <= at < still.end_frame:
            (opacity,) = motion.at(still.opacity, at)
            shown += (seen(still, picture, canvas, at) - shown) * opacity
    return shown


def seen(still: Still, picture: Levels, canvas: Canvas, at: int) -> Levels:
    """All of the canvas, as its camera sees it."""
    x, y, zoom = motion.at(still.camera, at)
    height, width = picture.shape
    crop = min(width / canvas.width, height / canvas.height)
    rows = _triangles(
        canvas.height, height, height / 2 + (y - 0.5) * crop * canvas.height, crop / zoom
    )
    columns = _triangles(
        canvas.width, width, width / 2 + (x - 0.5) * crop * canvas.width, crop / zoom
    )
    return np.asarray(rows @ picture @ columns.T)


def _triangles(count: int, size: int, middle: float, step: float) -> Levels:
    """(count, size): each sample's shares of the pixels."""
    centres = middle + (np.arange(count) + 0.5 - count / 2) * step
    away = np.abs(centres[:, None] - (np.arange(size) + 0.5))
    shares = np.maximum(0, 1 - away / max(1.0, step))
    return np.asarray(shares / shares.sum(axis=1, keepdims=True))


def psnr(one: Levels, other: Levels) -> float:
    """In dB, of 255 levels."""
    return float(10 * np.log10(255**2 / max(float(((one - other) ** 2).mean()), 1e-12)))


def ssim(one: Levels, other: Levels) -> float:
    """Z. Wang et al. 2004, over windows of 8 × 8 pixels, K1 = 0.01 and K2 = 0.03."""
    c1, c2 = (0.01 * 255) ** 2, (0.03 * 255) ** 2
    a, b = _windows(one), _windows(other)
    mean_a, mean_b = a.mean(axis=-1), b.mean(axis=-1)
    both = (a * b).mean(axis=-1) - mean_a * mean_b
    spread = a.var(axis=-1) + b.var(axis=-1)
    like = (2 * mean_a * mean_b + c1) / (mean_a**2 + mean_b**2 + c1)
    return float((like * (2 * both + c2) / (spread + c2)).mean())


def _windows(its: Levels) -> Levels:
    rows = np.lib.stride_tricks.sliding_window_view(its, (8, 8))[::4, ::4]
    return rows.reshape(*rows.shape[:2], 64)
