"""What a file says of how it was made, and whether that still holds."""

from pathlib import Path
from typing import Annotated

import typer

from adapters.provenance import jpeg, mp4
from adapters.provenance.xmp import Mark
from infra.cli.options import AsJson
from infra.cli.output import BadInput, Problem, facts, say_json, show

JPEG = b"\xff\xd8\xff"


def provenance(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A film or a thumbnail.")],
    as_json: AsJson = False,
) -> None:
    """Say how a file was made, by its own mark; exit 1 where that is missing, or does not hold."""
    mark = _mark(file)
    if mark is None:
        raise Problem(f"{file} carries no mark of how it was made: it was removed, or never set")
    if not mark.holds:
        raise Problem(f"{file} says {mark.source}, and is not the file that was marked so")
    told = {"file": str(file), "source": mark.source, "essence_sha256": mark.essence}
    if as_json:
        say_json({**told, "holds": mark.holds})
    else:
        show(facts(told.items()), "the mark holds")


def _mark(file: Path) -> Mark | None:
    try:
        with file.open("rb") as opened:
            is_jpeg = opened.read(len(JPEG)) == JPEG
        return jpeg.mark_of(file.read_bytes()) if is_jpeg else mp4.mark_of(file)
    except FileNotFoundError:
        raise BadInput(f"there is no file {file}; name a film or a thumbnail") from None
    except OSError as wrong:
        raise BadInput(f"{file} cannot be read ({wrong.strerror}); name a file") from wrong
    except ValueError as wrong:
        raise BadInput(f"{file} is neither a JPEG nor an MP4 that can be read: {wrong}") from wrong
