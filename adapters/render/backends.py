"""Where frames are drawn: compiled kernels on a processor, tensors on a CUDA device.

Tensors also where there is no numba: they give the same bytes in about twice the time. torch
is loaded only for them, since that takes seconds and 150 MB.
"""

from importlib.util import find_spec

from adapters.render import colour
from adapters.render.nv12 import Bytes, Nv12, blank
from adapters.render.patches import Planes
from domain.timeline import Canvas

HOST = "cpu"
HAS_KERNELS = find_spec("numba") is not None


def planes(canvas: Canvas, device: str) -> Planes:
    """On `cpu` or `cuda`."""
    if device == HOST and HAS_KERNELS:
        from adapters.render.kernel_planes import KernelPlanes  # noqa: PLC0415 -- loads numba

        return KernelPlanes(canvas)
    from adapters.render.torch_planes import TorchPlanes  # noqa: PLC0415 -- loads torch

    return TorchPlanes(canvas, device)


def to_nv12(rgb: Bytes) -> Nv12:
    """Of (h, w, 3), both sides even."""
    if not HAS_KERNELS:
        return colour.nv12(rgb)
    from adapters.render import kernels  # noqa: PLC0415 -- loads numba

    height, width = rgb.shape[:2]
    made = blank(width, height)
    rows = rgb.reshape(height, 3 * width)
    kernels.to_nv12(rows, colour.MATRIX, made.luma, made.chroma.reshape(height // 2, width))
    return made
