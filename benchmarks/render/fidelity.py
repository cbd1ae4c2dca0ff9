"""R5: how near the drawn frames are to the reference's, every one, before encoding.

The canonical stills, moves and cross-fades, without captions. PSNR of luma against full scale
(255); SSIM with the windows and constants of Wang et al. 2004: Gaussian, 11 wide, sigma 1.5.
"""

import numpy as np
from numpy.typing import NDArray

from benchmarks.claims import Figure, Figures
from benchmarks.render.bench import Bench
from benchmarks.render.kernels import weigh_columns, weigh_rows
from benchmarks.render.ours import lumas
from benchmarks.render.reference import Reference
from benchmarks.render.workload import HEIGHT, WIDTH, scaled

WINDOW, SIGMA = 11, 1.5
C1, C2 = (0.01 * 255) ** 2, (0.03 * 255) ** 2
QUICK_STEP = 30

Levels = NDArray[np.float64]


def measure(bench: Bench) -> Figures:
    """Every frame; of a quick run every thirtieth."""
    of = scaled(bench.workload(grainy=True), WIDTH, HEIGHT)
    timeline, reference = bench.studio.timeline(of), Reference(of)
    noise, likeness = [], []
    for n, shown in enumerate(lumas(timeline, bench.studio.images(timeline))):
        if bench.quick and n % QUICK_STEP:
            continue
        ideal = reference.luma(n)
        noise.append(psnr(shown, ideal))
        likeness.append(ssim(shown, ideal))
    note = f"{len(noise)} frames, without captions"
    return {
        "R5": Figure(round(min(noise), 2), note=note),
        "R5-mean": Figure(round(float(np.mean(noise)), 2)),
        "R5-ssim": Figure(round(min(likeness), 4), note=f"mean {np.mean(likeness):.4f}"),
    }


def psnr(shown: Levels, ideal: Levels) -> float:
    return float(10 * np.log10(255**2 / np.mean((shown - ideal) ** 2)))


def ssim(shown: Levels, ideal: Levels) -> float:
    one, two = _blurred(shown), _blurred(ideal)
    both, squares = one * two, one**2 + two**2
    product, of_squares = _blurred(shown * ideal), _blurred(shown**2 + ideal**2)
    alike = (2 * both + C1) * (2 * (product - both) + C2)
    unlike = (squares + C1) * (of_squares - squares + C2)
    return float((alike / unlike).mean())


def _blurred(levels: Levels) -> Levels:
    """Where the window lies inside the frame."""
    at = np.arange(WINDOW) - WINDOW // 2
    bell = np.exp(-(at**2) / (2 * SIGMA**2))
    height, width = (it - WINDOW + 1 for it in levels.shape)
    narrow, out = np.empty((height, levels.shape[1])), np.empty((height, width))
    weigh_rows(levels, np.arange(height), np.tile(bell / bell.sum(), (height, 1)), narrow)
    weigh_columns(narrow, np.arange(width), np.tile(bell / bell.sum(), (width, 1)), out)
    return out
