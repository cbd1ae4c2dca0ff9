"""A clone works anywhere and says nothing of where it was written."""

import re

import pytest

from tests.architecture.files import ROOT, kept

SELF = "tests/architecture/test_boundaries.py"
FORBIDDEN = {
    "a path of one machine": r"(?<![\w.$}~/-])/(?:work|tmp|root|home|Users)/\w",
    "the host of a package registry": r"pypi\.org|pythonhosted\.org|npmjs\.(?:org|com)|"
    r"yarnpkg\.com|crates\.io|pytorch\.org/whl|proxy\.golang\.org",
    "unfinished work": r"\b(?:TODO|FIXME|XXX)\b",
    "a private key": r"-----BEGIN (?:\w+ )*PRIVATE KEY-----",
}


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_file_holds(what: str) -> None:
    pattern = re.compile(FORBIDDEN[what])
    assert [f"{name}:{n} {line}" for name, n, line in lines() if pattern.search(line)] == []


def lines() -> list[tuple[str, int, str]]:
    """Every line of every text file: (file, number, text)."""
    return [
        (name, n, line)
        for file in kept()
        if (name := str(file.relative_to(ROOT))) != SELF
        and b"\0" not in (content := file.read_bytes())
        for n, line in enumerate(content.decode(errors="replace").splitlines(), start=1)
    ]
