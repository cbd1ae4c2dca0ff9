"""A person's own recording of a script, as it is said to the API and to people."""

from pathlib import Path
from typing import Annotated, Any

import typer

from infra.cli.client import Client
from infra.cli.output import BadInput
from infra.cli.rights import UNSAID, SaidRights

NarrationFile = Annotated[
    Path | None,
    typer.Argument(metavar="[FILE]", help="A recording of the script; its rights as below."),
]
NarrationOption = Annotated[
    Path | None,
    typer.Option("--narration", help="Your own recording of the text, which is taken as it is."),
]
NoNarration = Annotated[bool, typer.Option("--none", help="Take it back: the channel's voice.")]


def recording(client: Client, file: Path, rights: SaidRights = UNSAID) -> str:
    """The asset of a file that is uploaded for it. Raises BadInput."""
    said = rights.body()
    refuse_missing(file)
    try:
        return str(client.upload(file, file.name, said, "music")["asset_id"])
    except BadInput as refused:
        of_it = str(refused).startswith(file.name)
        raise BadInput(
            f"the recording {refused}" if of_it else str(refused), refused.code
        ) from None


def refuse_missing(file: Path | None) -> None:
    """Raises BadInput where one is named that is not there."""
    if file is not None and not file.is_file():
        raise BadInput(f"there is no file {file}; name a recording of the text")


def told(video: dict[str, Any]) -> str:
    """Whose voice a video has, and how the times of its words were won."""
    own, how = video["recording"], video["alignment"]
    whose = f"your own recording {own['name']}" if own else f"the channel's ({video['voice']})"
    return f"{whose}, word times {how}" if how else whose
