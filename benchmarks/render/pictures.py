"""Stills made here, from seeds: with the grain of a photograph, and clean."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

GRAIN_LEVELS, DETAIL_LEVELS = 5.0, 6.0
DETAIL_PX = 4, 8, 16, 32
SHAPES = 160
COARSE = 9, 16
CONTRAST = 70

Levels = NDArray[np.float64]


def stills(folder: Path, size: tuple[int, int], count: int, *, grainy: bool) -> list[Path]:
    """PNG files of (width, height) pixels."""
    made = []
    for seed in range(count):
        path = folder / f"{'grainy' if grainy else 'clean'}-{size[0]}-{seed}.png"
        if not path.exists():
            picture(size, seed, grainy=grainy).save(path, compress_level=1)
        made.append(path)
    return made


def picture(size: tuple[int, int], seed: int, *, grainy: bool) -> Image.Image:
    """A soft ground, shapes with edges on it; fine detail and grain where it has to be.

    So much of both that the canonical film comes to 5 MB and 27 ms of x264 a frame.
    """
    chance = np.random.default_rng(seed)
    levels = _ground(chance, size)
    for _ in range(SHAPES):
        _shape(chance, levels)
    soft = Image.fromarray(_bytes(levels)).filter(ImageFilter.GaussianBlur(1.2))
    if not grainy:
        return soft.filter(ImageFilter.GaussianBlur(2.5))
    detail = sum(_cloud(chance, size, it) for it in DETAIL_PX) * DETAIL_LEVELS
    grain = chance.normal(0, GRAIN_LEVELS, (size[1], size[0]))
    return Image.fromarray(_bytes(np.asarray(soft, np.float64) + (detail + grain)[:, :, None]))


def grey(size: tuple[int, int], seed: int) -> Image.Image:
    """Without colour: what changes in the colours of a film is then something else."""
    return picture(size, seed, grainy=False).convert("L").convert("RGB")


def _ground(chance: np.random.Generator, size: tuple[int, int]) -> Levels:
    coarse = chance.normal(110, CONTRAST, (*COARSE, 3)).clip(0, 255).astype(np.uint8)
    return np.array(Image.fromarray(coarse).resize(size, Image.Resampling.BICUBIC), np.float64)


def _cloud(chance: np.random.Generator, size: tuple[int, int], px: int) -> Levels:
    """Noise of a deviation of about 1, so many pixels wide."""
    coarse = chance.normal(0, 1, (size[1] // px + 2, size[0] // px + 2)).astype(np.float32)
    cloud = Image.fromarray(coarse).resize(size, Image.Resampling.BICUBIC)
    return np.asarray(cloud, dtype=np.float64)


def _shape(chance: np.random.Generator, levels: Levels) -> None:
    """A rectangle of one colour, half seen through."""
    height, width = levels.shape[:2]
    x, y = chance.integers(0, width), chance.integers(0, height)
    across, down = chance.integers(10, width // 8), chance.integers(10, height // 6)
    under = levels[y : y + down, x : x + across]
    under += (chance.integers(0, 256, 3) - under) * 0.5


def _bytes(levels: Levels) -> NDArray[np.uint8]:
    return levels.round().clip(0, 255).astype(np.uint8)
