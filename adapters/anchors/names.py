"""Which names an anchor may have: those that are safe in every file system and bucket."""

import re

from processors.errors import InvalidInput

_NAME = re.compile(r"[a-z][a-z-]*/[A-Za-z0-9][A-Za-z0-9._-]{0,199}")


def checked(name: str) -> str:
    """The name itself; raises InvalidInput (`anchor-name`) where it could lead elsewhere."""
    if not _NAME.fullmatch(name):
        raise InvalidInput(
            f"{name!r} cannot name an anchor: it has to look like seals/000000000012.json.",
            code="anchor-name",
        )
    return name
