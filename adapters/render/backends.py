"""Where frames are drawn: compiled kernels on a processor, tensors on a CUDA device.

Tensors also where there is no numba: they give the same bytes, in ten times the time. torch
is loaded only for them, since that takes seconds and 150 MB.
"""

from adapters.render.converting import HAS_KERNELS
from adapters.render.patches import Planes
from domain.timeline import Canvas

HOST = "cpu"


def planes(canvas: Canvas, device: str) -> Planes:
    """On `cpu` or `cuda`."""
    if device == HOST and HAS_KERNELS:
        from adapters.render.kernel_planes import KernelPlanes  # noqa: PLC0415 -- loads numba

        return KernelPlanes(canvas)
    from adapters.render.torch_planes import TorchPlanes  # noqa: PLC0415 -- loads torch

    return TorchPlanes(canvas, device)
