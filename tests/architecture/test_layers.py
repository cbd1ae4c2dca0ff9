"""What import-linter cannot say: which parts of the standard library a pure layer may use."""

import ast
import sys

from tests.architecture.files import imports, modules

IMPURE = {
    *("asyncio", "multiprocessing", "subprocess", "threading"),
    *("glob", "io", "os", "pathlib", "shutil", "sqlite3", "tempfile"),
    *("http", "socket", "ssl", "urllib"),
    *("random", "secrets", "time"),
    *("logging", "sys"),
}


def test_the_domain_uses_the_standard_library_alone() -> None:
    known = sys.stdlib_module_names | {"domain"}
    assert [it for it in imports("domain") if it[1] not in known] == []


def test_pure_layers_reach_for_no_clock_disk_network_or_chance() -> None:
    assert [it for it in imports("domain", "commands", "projections") if it[1] in IMPURE] == []


def test_pure_layers_wait_for_nothing() -> None:
    """Ports may promise to be waited for: their bodies are a docstring and `...`."""
    waiting = [
        f"{name}:{node.lineno}"
        for name, tree in modules("domain", "commands", "projections")
        for node in ast.walk(tree)
        if isinstance(node, ast.Await | ast.AsyncFor | ast.AsyncWith)
    ]
    assert waiting == []
