"""The music of films, as it is said to the API and to people."""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer

from domain.music import USUAL
from infra.cli.client import Answer, Client
from infra.cli.options import fresh_key
from infra.cli.output import BadInput
from infra.cli.rights import UNSAID, SaidRights

MusicFile = Annotated[
    Path | None, typer.Argument(metavar="[FILE]", help="Any sound file; its rights as below.")
]
MusicOption = Annotated[Path | None, typer.Option("--music", help="Your own music under it.")]
NoMusic = Annotated[bool, typer.Option("--no-music", help="No music, whatever the channel has.")]
SpeakingLu = Annotated[
    int, typer.Option("--speaking-lu", help="How far it stands under the voice, while words are.")
]
PausingLu = Annotated[int, typer.Option("--pausing-lu", help="The same, between words.")]
SPEAKING_LU, PAUSING_LU = USUAL.speaking_lu, USUAL.pausing_lu


@dataclass(frozen=True, slots=True)
class SaidMusic:
    """The options as they were typed."""

    file: Path | None
    none: bool
    speaking_lu: int = SPEAKING_LU
    pausing_lu: int = PAUSING_LU
    rights: SaidRights = UNSAID

    def refuse_both(self) -> None:
        """Raises BadInput."""
        if self.file is not None and self.none:
            raise BadInput("say which music, or --no-music, not both")

    def body(self, client: Client) -> dict[str, Any]:
        """What the API is told of a file that is uploaded for it. Raises BadInput."""
        rights = self.rights.body()
        if self.file is None:
            raise BadInput("name a file of music, or say --no-music")
        if not self.file.is_file():
            raise BadInput(f"there is no file {self.file}; name one of music")
        uploaded = client.upload(self.file, self.file.name, rights, "music")
        return {
            "asset_id": uploaded["asset_id"],
            "speaking_lu": self.speaking_lu,
            "pausing_lu": self.pausing_lu,
        }


def choose(client: Client, path: str, said: SaidMusic) -> tuple[str, Answer]:
    """Chooses the music of whatever stands at `path`: what was done, and the answer to it."""
    if said.none:
        return "without music", client.delete(f"{path}/music", fresh_key())
    return "set to music", client.put(f"{path}/music", said.body(client), fresh_key())


def told(music: dict[str, Any]) -> str:
    under = f"{music['speaking_lu']} LU under words, {music['pausing_lu']} between them"
    return f"{music['name']}, {under}"
