"""Kernels on the processor and tensors: the same bytes, whatever is drawn."""

from collections.abc import Iterator

import numpy as np
import pytest

from adapters.render import colour, patches
from adapters.render.axes import ONE, Scan, axis
from adapters.render.converting import over, premultiplied, to_nv12
from adapters.render.dither import dither
from adapters.render.encode import encode
from adapters.render.kernel_planes import KernelPlanes
from adapters.render.nv12 import Nv12
from adapters.render.patches import Planes
from adapters.render.torch_planes import TorchPlanes
from domain.timeline import Canvas, Profile, Rect

CANVAS = Canvas(322, 180, 30)
AREA = Rect(10, 20, 300, 100)


def noise(seed: int, *shape: int) -> colour.Pixels:
    return np.random.default_rng(seed).random(shape).astype(np.float32)


def picture() -> Nv12:
    levels = (noise(1, 250, 400), noise(2, 125, 200, 2))
    return Nv12(*((16 + 219 * it).astype(np.uint8) for it in levels))


def drawn(on: Planes, step: float, *, faded: bool, grain: bool) -> Nv12:
    across, down = (np.linspace(0, 1, 300), np.linspace(1, 0.2, 100)) if faded else (None, None)
    columns = Scan(-3.3, step, 300, 400, across=True, cover=across)
    rows = Scan(5.2, step, 100, 250, across=False, cover=down)
    rgba = noise(3, 41, 63, 4)
    rgba[:, :, :3] *= 255 * rgba[:, :, 3:]
    on.fill(*colour.BLACK)
    on.show(picture(), columns, rows, AREA, dither(322, 180) if grain else None)
    on.tint((200, 90, 60), Rect(50, 30, 120, 80), 0.37)
    for x, y in ((-11, -5), (300, 160), (101, 51)):
        on.lay(patches.moved(patches.patch(rgba, x, y), 1.3, -2.7), 0.7)
    return on.nv12()


@pytest.mark.parametrize("step", [0.4, 1, 1.13, 1.4, 2.3])
@pytest.mark.parametrize("faded", [False, True], ids=["whole", "faded"])
@pytest.mark.parametrize("grain", [False, True], ids=["plain", "grain"])
def test_kernels_and_tensors_draw_the_same_bytes(step: float, *, faded: bool, grain: bool) -> None:
    one = drawn(KernelPlanes(CANVAS), step, faded=faded, grain=grain)
    other = drawn(TorchPlanes(CANVAS, "cpu"), step, faded=faded, grain=grain)
    assert one.luma.std() > 20
    assert np.array_equal(one.luma, other.luma)
    assert np.array_equal(one.chroma, other.chroma)


class Copied(KernelPlanes):
    """Their picture lies in memory of its own."""

    def nv12(self) -> Nv12:
        its = super().nv12()
        return Nv12(its.luma.copy(), its.chroma.copy())


def shown(on: Planes) -> Iterator[Planes]:
    for step in (1.1, 1.2, 1.3):
        drawn(on, step, faded=False, grain=False)
        yield on


@pytest.mark.parametrize(("width", "within"), [(320, True), (322, False)])
def test_a_picture_within_a_frame_is_encoded_as_its_copy_is(width: int, *, within: bool) -> None:
    canvas = Canvas(width, 180, 30)
    assert (KernelPlanes(canvas).nv12().frame is not None) is within
    one, other = (encode(shown(it(canvas)), canvas, Profile()) for it in (KernelPlanes, Copied))
    assert one == other


def test_pixels_become_the_same_planes_with_and_without_a_kernel() -> None:
    rgb = (noise(4, 90, 130, 3) * 256).astype(np.uint8)
    one, other = to_nv12(rgb), colour.nv12(rgb)
    assert np.array_equal(one.luma, other.luma)
    assert np.array_equal(one.chroma, other.chroma)


def test_paintings_become_the_same_patches_with_and_without_a_kernel() -> None:
    rgba = noise(5, 44, 66, 4)
    rgba[:, :, :3] *= 255 * rgba[:, :, 3:]
    rgba[:9] = 0
    for one, other in zip(premultiplied(rgba), colour.premultiplied(rgba), strict=True):
        assert np.array_equal(one, other)


@pytest.mark.parametrize("corner", [(3, 5), (-7, -9), (30, 50), (-40, 3), (3, 70)])
def test_colours_lie_the_same_with_and_without_a_kernel(corner: tuple[int, int]) -> None:
    coverage = noise(6, 25, 31)
    coverage[4:9] = 0
    one, other = (noise(7, 40, 60, 4) for _ in range(2))
    rgba = np.array([200, 90.5, 3, 0.7], np.float32)
    over(one, coverage, corner, rgba)
    colour.over(other, coverage, corner, rgba)
    assert np.array_equal(one, other)


@pytest.mark.parametrize("step", [0.3, 1, 1.27, 3.7])
def test_a_samples_pixels_make_a_whole_and_lie_around_its_centre(step: float) -> None:
    centres = 40 + np.arange(200) * step
    seen = axis(np.asarray(centres, np.float64), step, 1000)
    places = seen.first + 0.5 + np.arange(len(seen.weights))[:, None]
    assert (seen.weights.sum(axis=0, dtype=int) == ONE).all()
    assert (places * seen.weights).sum(axis=0) / ONE == pytest.approx(centres, abs=0.0005)


def test_what_lies_beyond_a_picture_shows_its_edge() -> None:
    seen = axis(np.array([-5.0, 30.0]), 1.5, 10)
    shares = np.zeros((2, 10))
    for tap, weights in enumerate(seen.weights):
        shares[[0, 1], seen.first + tap] += weights / ONE
    assert shares[:, [0, -1]].tolist() == [[1, 0], [0, 1]]
