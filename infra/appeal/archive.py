"""One file of many, the same bytes for the same content: named, hashed, without the clock."""

from collections.abc import Mapping
from hashlib import sha256
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import orjson

MANIFEST = "manifest.json"

_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The first moment that a ZIP can name; no file has one of its own."""
_UNIX, _READABLE, _LEVEL = 3, 0o644 << 16, 6


def archive(files: Mapping[str, bytes]) -> bytes:
    """A ZIP of these, with a manifest of every file's SHA-256 and size before them."""
    listed = {
        name: {"sha256": sha256(files[name]).hexdigest(), "size_bytes": len(files[name])}
        for name in sorted(files)
    }
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED, compresslevel=_LEVEL) as into:
        _write(into, MANIFEST, in_json({"files": listed}))
        for name in listed:
            _write(into, name, files[name])
    return packed.getvalue()


def in_json(value: Any) -> bytes:
    return orjson.dumps(value, option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS) + b"\n"


def _write(into: ZipFile, name: str, data: bytes) -> None:
    entry = ZipInfo(name, _EPOCH)
    entry.compress_type, entry.create_system, entry.external_attr = ZIP_DEFLATED, _UNIX, _READABLE
    into.writestr(entry, data)
