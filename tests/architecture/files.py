"""The files of this repository, as an architecture test sees them."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
LAYERS = ("domain", "commands", "projections", "queries", "processors", "adapters", "api", "infra")


@cache
def kept() -> tuple[Path, ...]:
    """What is in version control, or would be if it were added now."""
    listing = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],  # noqa: S607
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    )
    files = (ROOT / it for it in sorted(set(listing.stdout.split("\0"))) if it)
    return tuple(it for it in files if it.is_file())


def modules(*folders: str) -> Iterator[tuple[str, ast.Module]]:
    """Python files under these folders of the root: name and syntax tree."""
    for file in kept():
        name = file.relative_to(ROOT)
        if file.suffix == ".py" and name.parts[0] in folders:
            yield str(name), ast.parse(file.read_text(encoding="utf-8"))


def imports(*folders: str) -> Iterator[tuple[str, str]]:
    """(file, top-level package) of every import."""
    for name, tree in modules(*folders):
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                yield from ((name, it.name.partition(".")[0]) for it in node.names)
            elif isinstance(node, ast.ImportFrom):
                yield name, (node.module or "").partition(".")[0]
