"""The music of films, as it is said to the API and to people."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from domain.music import USUAL
from domain.rights import Ownership
from infra.cli.client import Client
from infra.cli.output import BadInput

MusicFile = Annotated[
    Path | None, typer.Argument(metavar="[FILE]", help="Any sound file; its rights as below.")
]
MusicOption = Annotated[Path | None, typer.Option("--music", help="Your own music under it.")]
NoMusic = Annotated[bool, typer.Option("--no-music", help="No music, whatever the channel has.")]
SpeakingLu = Annotated[
    int, typer.Option("--speaking-lu", help="How far it stands under the voice, while words are.")
]
PausingLu = Annotated[int, typer.Option("--pausing-lu", help="The same, between words.")]
MusicOwnership = Annotated[
    Ownership | None, typer.Option("--ownership", help="Whose it is; else as the channel says.")
]
MusicLicence = Annotated[str, typer.Option("--licence", help="Under what it may be used.")]
MusicExpiry = Annotated[
    datetime | None,
    typer.Option("--expires-on", formats=["%Y-%m-%d"], help="The last day it may be used."),
]
MusicAttribution = Annotated[str, typer.Option("--attribution", help="What is owed to its owner.")]

SPEAKING_LU, PAUSING_LU = USUAL.speaking_lu, USUAL.pausing_lu


@dataclass(frozen=True, slots=True)
class SaidMusic:
    """The options as they were typed."""

    file: Path | None
    none: bool
    speaking_lu: int = SPEAKING_LU
    pausing_lu: int = PAUSING_LU
    rights: dict[str, Any] | None = None

    def refuse_both(self) -> None:
        """Raises BadInput."""
        if self.file is not None and self.none:
            raise BadInput("say which music, or --no-music, not both")

    def body(self, client: Client) -> dict[str, Any]:
        """What the API is told of a file that was uploaded for it. Raises BadInput."""
        if self.file is None:
            raise BadInput("name a file of music, or say --no-music")
        if not self.file.is_file():
            raise BadInput(f"there is no file {self.file}; name one of music")
        uploaded = client.upload(self.file, self.file.name, self.rights, "music")
        return {
            "asset_id": uploaded["asset_id"],
            "speaking_lu": self.speaking_lu,
            "pausing_lu": self.pausing_lu,
        }


def rights(
    ownership: Ownership | None, licence: str, attribution: str, expires_on: datetime | None
) -> dict[str, Any] | None:
    """None where nothing was said of them. Raises BadInput for a part of it."""
    if ownership is None:
        if licence or attribution:
            raise BadInput("--licence and --attribution go with --ownership")
        return None
    return {
        "ownership": ownership.value,
        "licence": licence,
        "commercial_use": True,
        "attribution": attribution,
        "expires_on": None if expires_on is None else expires_on.date().isoformat(),
    }


def told(music: dict[str, Any]) -> str:
    under = f"{music['speaking_lu']} LU under words, {music['pausing_lu']} between them"
    return f"{music['name']}, {under}"
