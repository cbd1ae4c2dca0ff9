"""Options that several commands share."""

from typing import Annotated
from uuid import uuid4

import typer

ROWS = 20

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


def fresh_key() -> str:
    """The Idempotency-Key of one invocation: a command repeated by hand is another command."""
    return f"cli-{uuid4()}"
