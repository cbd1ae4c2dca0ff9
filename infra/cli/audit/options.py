"""What several commands of the audit are told, and what they say of keys and places."""

from pathlib import Path
from typing import Annotated

import typer

from infra.audit.signing import from_pem
from infra.bootstrap.anchors import BUCKET, anchors_in
from infra.cli.output import BadInput
from infra.security.keys import BadKey
from processors.anchors import Anchors

Anchor = Annotated[
    str | None,
    typer.Option(
        metavar="DIR", help="An auditor's own copy, a folder or s3://…; else the installation's."
    ),
]
PublicKeys = Annotated[
    list[Path] | None,
    typer.Option("--public-key", help="A key to trust, from `audit public-key`; repeatable."),
]
Out = Annotated[Path | None, typer.Option("--out", help="A file to write; else standard output.")]


def pinned(files: list[Path] | None) -> frozenset[bytes]:
    """The keys in these files, 32 bytes each; raises BadInput."""
    return frozenset(map(_key, files or ()))


def read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as wrong:
        raise BadInput(f"{file} cannot be read: {wrong.strerror}") from wrong


def write(file: Path | None, data: bytes) -> None:
    """To the file, or as it is to standard output."""
    if file is None:
        typer.echo(data, nl=False)
        return
    try:
        file.write_bytes(data)
    except OSError as wrong:
        raise BadInput(f"{file} cannot be written: {wrong.strerror}") from wrong


def copy_of_anchors(place: str | None) -> Anchors | None:
    """An auditor's own, if one was named; raises BadInput where there is no such folder."""
    if place is None:
        return None
    if not place.startswith(BUCKET) and not Path(place).is_dir():
        raise BadInput(f"{place} is no folder; a copy of the anchors has a folder seals in it")
    return anchors_in(place)


def _key(file: Path) -> bytes:
    try:
        return from_pem(read(file))
    except BadKey as wrong:
        raise BadInput(f"{file} is no key to trust: {wrong}") from wrong
