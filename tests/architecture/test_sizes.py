import ast
import pkgutil
from collections.abc import Iterator
from importlib import import_module
from inspect import getmembers, isclass
from typing import Any, Generic

import domain
from tests.architecture.files import LAYERS, ROOT, kept, modules

FILE_LINES = 300
FUNCTION_LINES = 40


def test_no_file_is_too_long_to_hold_in_mind() -> None:
    python = [it for it in kept() if it.suffix == ".py"]
    lengths = {str(it.relative_to(ROOT)): len(it.read_bytes().splitlines()) for it in python}
    assert {name: n for name, n in lengths.items() if n > FILE_LINES} == {}


def test_no_function_is_longer_than_a_screen() -> None:
    long = {
        f"{name}:{function.lineno} {function.name}": length
        for name, tree in modules(*LAYERS, "tests")
        for function in functions(tree)
        if (length := (function.end_lineno or 0) - function.lineno + 1) > FUNCTION_LINES
    }
    assert long == {}


def test_every_dataclass_of_the_domain_is_frozen_and_truly_slotted() -> None:
    loose = [it for it in domain_dataclasses() if not is_frozen(it) or it.__dictoffset__ != 0]
    assert [f"{it.__module__}.{it.__qualname__}" for it in loose] == []


def functions(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def domain_dataclasses() -> Iterator[type[Any]]:
    """Generic ones excepted: Python 3.11 cannot slot and parametrise the same class."""
    for found in pkgutil.walk_packages(domain.__path__, "domain."):
        for _, it in getmembers(import_module(found.name), isclass):
            own = it.__module__ == found.name and hasattr(it, "__dataclass_params__")
            if own and Generic not in it.__mro__:
                yield it


def is_frozen(it: Any) -> bool:
    return bool(it.__dataclass_params__.frozen)
