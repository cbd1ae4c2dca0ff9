"""Options that several commands share."""

import re
from typing import Annotated, Any
from uuid import uuid4

import typer
from typer.core import TyperCommand

from domain.clip import ClipSound
from domain.film_format import Codec, Resolution

ROWS = 20
BELOW_ZERO = re.compile(r"-\d+")

AsJson = Annotated[bool, typer.Option("--json", help="One JSON object on standard output.")]
VideoId = Annotated[str, typer.Argument(metavar="ID", help="A video's id, or how it begins.")]
ChannelId = Annotated[
    str, typer.Argument(metavar="ID", help="A channel's id, how it begins, or the channel's name.")
]
Rows = Annotated[int, typer.Option("--limit", min=1, help="Rows at most, the newest.")]
AsOf = Annotated[
    str | None,
    typer.Option(
        "--as-of", metavar="TIME|POSITION", help="As it was then: 2026-11-20T13:27:18Z, or 4711."
    ),
]
MadeForKids = Annotated[
    bool | None,
    typer.Option("--made-for-kids/--not-made-for-kids", help="Whom it is made for."),
]
Realistic = Annotated[
    bool | None,
    typer.Option("--realistic/--not-realistic", help="Does it show made-up scenes that look real?"),
]
PaidPromotion = Annotated[
    bool | None,
    typer.Option("--paid-promotion/--no-paid-promotion", help="Was somebody paid for it?"),
]


FilmResolution = Annotated[
    Resolution | None, typer.Option("--resolution", help="Pixels of the shorter side.")
]
FilmFps = Annotated[
    int | None, typer.Option("--fps", help="Frames a second: 24, 25, 30, 50 or 60.")
]
CutOf = Annotated[
    list[str] | None,
    typer.Option("--cut", metavar="NAME=FROM-TO", help="What is shown of a clip, in seconds."),
]
ClipSoundOf = Annotated[
    ClipSound, typer.Option("--clip-sound", help="Clips' own sound: left out, or under the voice.")
]
FilmCodec = Annotated[Codec | None, typer.Option("--codec", help="How the pictures are coded.")]


def fresh_key() -> str:
    """The Idempotency-Key of one invocation: a command repeated by hand is another command."""
    return f"cli-{uuid4()}"


class BelowZeroToo(TyperCommand):
    """A command that takes `-5` for an argument, and says what is wrong with it."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        ctx.ignore_unknown_options = any(BELOW_ZERO.fullmatch(it) for it in args)
        return super().parse_args(ctx, args)
