"""Compiling: functions of loops over arrays, by numba when they are first called."""

from collections.abc import Callable
from typing import TypeVar, cast

from numba import njit

Kernel = TypeVar("Kernel", bound=Callable[..., object])


def compiled(function: Kernel) -> Kernel:
    """Kept on the disk from process to process, where there is a place to write.

    Without fast mathematics: operations happen as they are written, on every processor.
    """
    try:
        made = njit(cache=True, nogil=True, error_model="numpy")(function)
    except RuntimeError:
        made = njit(nogil=True, error_model="numpy")(function)
    return cast(Kernel, made)
