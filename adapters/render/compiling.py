"""Compiling: functions of loops over arrays, by numba when they are first called."""

import sys
from collections.abc import Callable
from importlib import import_module
from types import ModuleType
from typing import Any, TypeVar, cast

Kernel = TypeVar("Kernel", bound=Callable[..., object])
_SCIPY = "scipy"


def compiled(function: Kernel) -> Kernel:
    """Kept on the disk from process to process, where there is a place to write.

    Without fast mathematics: operations happen as they are written, on every processor.
    """
    try:
        made = _njit(cache=True, nogil=True, error_model="numpy")(function)
    except RuntimeError:
        made = _njit(nogil=True, error_model="numpy")(function)
    return cast(Kernel, made)


def _loaded() -> Any:
    """numba's decorator. Where scipy is installed numba would load its BLAS too, for 0.5 s."""
    if _SCIPY in sys.modules:
        return import_module("numba").njit
    sys.modules[_SCIPY] = cast(ModuleType, None)
    try:
        import_module("numba.np.arraymath")
        return import_module("numba").njit
    finally:
        del sys.modules[_SCIPY]


_njit = _loaded()
"""Loading takes half a second: only what draws imports this."""
