"""The look of captions, as it is said to the API and to people."""

from enum import StrEnum
from typing import Annotated, Any

import typer

from domain.caption_look import CaptionFont, CaptionPlace
from infra.cli.output import BadInput

NO_BOX = "none"


class Preset(StrEnum):
    CLEAR = "clear"
    BOLD = "bold"
    MARKER = "marker"


AskedPreset = Annotated[
    Preset | None,
    typer.Option("--preset", help="clear: on a soft panel; bold: large, outlined; marker: marked."),
]
AskedFont = Annotated[CaptionFont | None, typer.Option("--font", help="Of Latin letters.")]
AskedSize = Annotated[int | None, typer.Option("--size", help="60 to 160 % of the usual size.")]
AskedWeight = Annotated[int | None, typer.Option("--weight", help="400 to 900; 700 is bold.")]
AskedColour = Annotated[str | None, typer.Option("--colour", help="Of the letters, #rrggbb.")]
AskedSpoken = Annotated[str | None, typer.Option("--spoken", help="Of the spoken word, #rrggbb.")]
AskedOutline = Annotated[
    str | None, typer.Option("--outline-colour", help="Around letters, #rrggbb or #rrggbbaa.")
]
AskedOutlineWidth = Annotated[
    int | None, typer.Option("--outline", help="How wide, 0 to 15 % of the size.")
]
AskedBox = Annotated[
    str | None, typer.Option("--box", help="Behind all words, #rrggbbaa, or none.")
]
AskedSpokenBox = Annotated[
    str | None, typer.Option("--spoken-box", help="Behind the spoken word, #rrggbb, or none.")
]
AskedPlace = Annotated[CaptionPlace | None, typer.Option("--place", help="Where they stand.")]


def said(**asked: object) -> dict[str, Any]:
    """What a request says of a look. Raises BadInput where it says nothing."""
    body = {name: it for name, it in asked.items() if it is not None}
    if not body:
        raise BadInput("nothing is said of the captions: add --preset, or what is to change")
    boxes = {name: "" for name in ("box", "spoken_box") if body.get(name) == NO_BOX}
    return body | boxes


def told(look: dict[str, Any]) -> str:
    return (
        f"{look['preset']}: {look['font']}, {look['size_percent']} % of the usual size,"
        f" {look['place']}"
    )
