"""What is drawn against a compositor in double precision (reference.py)."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from domain.ids import BlobId
from domain.motion import MICROS, Keyframe
from domain.timeline import Still
from tests.adapters.render import reference
from tests.adapters.render.films import CANVAS, drawn_lumas, timeline

A, B = BlobId("a"), BlobId("b")
FRAMES = 12
NEARER = (Keyframe(0, (500_000, 500_000, 1_050_000)), Keyframe(12, (520_000, 490_000, 1_180_000)))
ASIDE = (Keyframe(0, (530_000, 500_000, 1_180_000)), Keyframe(12, (480_000, 510_000, 1_050_000)))
FADING = (Keyframe(4, (0,)), Keyframe(8, (MICROS,)))
PSNR_MIN_DB, PSNR_MEAN_DB, SSIM_MIN = 43, 45, 0.992


def grainy(width: int, height: int, seed: int) -> Image.Image:
    """Soft shapes, sharp detail and grain, as photographs have them."""
    rng = np.random.default_rng(seed)
    shapes, detail = (rng.integers(0, 256, (*it, 3), dtype=np.uint8) for it in ((5, 9), (60, 107)))
    soft, sharp = (
        np.asarray(Image.fromarray(it).resize((width, height), Image.Resampling.BICUBIC), float)
        for it in (shapes, detail)
    )
    grain = rng.normal(0, 6, (height, width, 1))
    return Image.fromarray(np.clip(soft + 0.4 * (sharp - 128) + grain, 0, 255).astype(np.uint8))


def compared(folder: Path, factor: float) -> tuple[list[float], list[float]]:
    """PSNR and SSIM of each frame, of pictures that many times the canvas's size."""
    size = round(CANVAS.width * factor), round(CANVAS.height * factor)
    pictures = {"a": grainy(*size, 1), "b": grainy(*size, 2)}
    stills = [Still(0, FRAMES, A, NEARER), Still(4, FRAMES, B, ASIDE, FADING)]
    lumas = [reference.luma(np.asarray(it)) for it in pictures.values()]
    ours = drawn_lumas(timeline(*stills, frames=FRAMES), pictures, folder)
    ideal = [
        reference.frame(CANVAS, list(zip(stills, lumas, strict=True)), it) for it in range(FRAMES)
    ]
    pairs = list(zip(ours, ideal, strict=True))
    return [reference.psnr(*it) for it in pairs], [reference.ssim(*it) for it in pairs]


@pytest.mark.parametrize("factor", [4 / 3, 2.5], ids=["own-pixels", "scaled-beforehand"])
def test_every_frame_is_what_double_precision_gives(tmp_path: Path, factor: float) -> None:
    psnrs, ssims = compared(tmp_path, factor)
    assert min(psnrs) >= PSNR_MIN_DB
    assert np.mean(psnrs) >= PSNR_MEAN_DB
    assert min(ssims) >= SSIM_MIN


def test_an_enlarged_picture_is_as_good_in_every_frame(tmp_path: Path) -> None:
    """Lanczos is sharper than a triangle, so that it is a little less like it."""
    psnrs, ssims = compared(tmp_path, 0.75)
    assert min(psnrs) >= PSNR_MIN_DB
    assert min(ssims) >= SSIM_MIN


def test_a_shift_by_a_quarter_of_a_pixel_would_be_far_below_that() -> None:
    still, picture = Still(0, 2, A, NEARER), reference.luma(np.asarray(grainy(427, 240, 1)))
    moved = tuple(Keyframe(it.frame, (it.values[0] + 780, *it.values[1:])) for it in NEARER)
    beside = Still(0, 2, A, moved)
    one, other = (reference.seen(it, picture, CANVAS, 0) for it in (still, beside))
    assert reference.psnr(one, other) < PSNR_MIN_DB
