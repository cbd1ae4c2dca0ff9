"""Loops of the reference and of SSIM in float64, compiled: a film's frames are many."""

from collections.abc import Callable
from typing import TypeVar, cast

import numpy as np
from numba import njit
from numpy.typing import NDArray

Levels = NDArray[np.float64]
Kernel = TypeVar("Kernel", bound=Callable[..., None])


def _compiled(function: Kernel) -> Kernel:
    return cast(Kernel, njit(cache=True, nogil=True)(function))


@_compiled
def weigh_rows(picture: Levels, first: NDArray[np.int64], weights: Levels, out: Levels) -> None:
    """Each row of `out`: so many rows from `first` on by their weights; edges go on."""
    last = picture.shape[0] - 1
    for row in range(out.shape[0]):
        out[row, :] = 0.0
        for tap in range(weights.shape[1]):
            source = min(max(first[row] + tap, 0), last)
            weight = weights[row, tap]
            for column in range(out.shape[1]):
                out[row, column] += picture[source, column] * weight


@_compiled
def weigh_columns(picture: Levels, first: NDArray[np.int64], weights: Levels, out: Levels) -> None:
    """The same of columns."""
    last = picture.shape[1] - 1
    for row in range(out.shape[0]):
        for column in range(out.shape[1]):
            mean = 0.0
            for tap in range(weights.shape[1]):
                source = min(max(first[column] + tap, 0), last)
                mean += picture[row, source] * weights[column, tap]
            out[row, column] = mean
