"""Where data lies, who may read the keys, and how much room there is."""

import tempfile
from collections.abc import Iterator
from pathlib import Path
from shutil import disk_usage
from typing import Any

from infra.embedded.identity import choose
from infra.home import Home
from infra.settings import Settings

PRIVATE, OTHERS = 0o777, 0o077


def places(its: Settings) -> dict[str, Any]:
    """Paths, whether they are there or not; nothing is made by looking."""
    home = Home(its.ytempire_home)
    there = next(it for it in (home.root, *home.root.parents) if it.exists())
    disk = disk_usage(there)
    return {
        "home": str(home.root),
        "made": home.root.exists(),
        "postgres": (its.database_url is None and str(_postgres(home))) or None,
        "redis": None if its.redis_url else str(home.root / "redis"),
        "blobs": its.blobs or str(home.blobs),
        "cache": str(home.cache),
        "films": str(home.films),
        "logs": str(home.root / "logs"),
        "disk_bytes": disk.total,
        "free_bytes": disk.free,
        "free_bytes_needed": its.making.free_bytes,
    }


def keys(its: Settings) -> list[dict[str, Any]]:
    """The files that open everything; `fault` where others may read one."""
    home = Home(its.ytempire_home)
    ours = (home.keys / name for name in ("logins", "seal"))
    files = (home.keys, home.owner_token, its.kek_file or home.keys / "kek", *ours)
    return [_key(it) for it in files]


def warnings(found: dict[str, Any]) -> Iterator[str]:
    """What lies where it may be lost."""
    temporary = Path(tempfile.gettempdir()).resolve()
    home, postgres = Path(found["home"]), Path(found["postgres"] or found["home"])
    if home.resolve().is_relative_to(temporary):
        yield f"the home is a temporary folder, {home}: set YTEMPIRE_HOME to one that stays"
    elif postgres.resolve().is_relative_to(temporary):
        yield (
            f"PostgreSQL's data is in a temporary folder, {postgres}, since root may not run it"
            " and no other account reaches the home: run as another user, or set YTEMPIRE_HOME"
        )


def _postgres(home: Home) -> Path:
    """Where its data is: not in the home where that has to belong to another account."""
    folder = home.root / "postgres"
    return choose().home(folder) if folder.exists() else folder


def _key(file: Path) -> dict[str, Any]:
    if not file.exists():
        return {"path": str(file), "mode": None, "fault": None}
    mode = file.stat().st_mode & PRIVATE
    wanted = "700" if file.is_dir() else "600"
    fault = f"open to others: chmod {wanted} {file}" if mode & OTHERS else None
    return {"path": str(file), "mode": f"{mode:04o}", "fault": fault}
