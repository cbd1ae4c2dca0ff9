import re
import sys
from importlib.metadata import packages_distributions

from tests.architecture.files import LAYERS, ROOT, imports

NAME = re.compile(r"^([A-Za-z0-9._-]+)", re.MULTILINE)
APART = {"torch"}  # its builds differ by machine; the Makefile installs it by itself
EXTRAS = {"psycopg-pool"}  # asked for in brackets
ELSEWHERE = {"moviepy"}  # a benchmark runs it in an environment of its own


def names(file: str) -> set[str]:
    found = NAME.findall((ROOT / file).read_text(encoding="utf-8"))
    return {re.sub(r"[-_.]+", "-", it).lower() for it in found}


def test_every_direct_dependency_is_locked() -> None:
    assert names("requirements.in") - names("requirements.lock") == APART


def test_every_locked_package_has_a_version_and_a_hash() -> None:
    entries = re.split(r"\n(?=\w)", (ROOT / "requirements.lock").read_text(encoding="utf-8"))
    assert [it for it in entries if not re.match(r"[\w.-]+==\S+.*\n +--hash=sha256:", it)] == []


def test_every_direct_dependency_is_named_once() -> None:
    found = NAME.findall((ROOT / "requirements.in").read_text(encoding="utf-8"))
    assert len(found) == len(set(found))


def test_every_import_is_a_direct_dependency() -> None:
    """So that no import hangs on what another package happens to bring."""
    ours = {*LAYERS, "tests", "benchmarks"}
    packages = packages_distributions()
    imported = {it for _, it in imports(*ours)} - sys.stdlib_module_names - ours - ELSEWHERE
    brought = {it: {d.lower().replace("_", "-") for d in packages.get(it, ())} for it in imported}
    direct = names("requirements.in") | EXTRAS
    assert {it: by for it, by in brought.items() if not by & direct} == {}
