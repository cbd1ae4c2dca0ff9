"""Deciding how a channel speaks."""

from typing import Annotated

import typer

from infra.cli.channel_told import PATH, tell
from infra.cli.client import connect
from infra.cli.ids import channel_id
from infra.cli.options import AsJson, ChannelId, fresh_key

Said = Annotated[
    str, typer.Argument(help="Tone, audience, what to avoid: 500 characters; '' for none.")
]


def personality(channel: ChannelId, said: Said, as_json: AsJson = False) -> None:
    """Decide how a channel speaks, in films that are asked for from now on."""
    with connect() as client:
        its = channel_id(client, channel)
        answer = client.put(f"{PATH}/{its}/personality", {"personality": said}, fresh_key())
    tell(its, "decided", answer, as_json=as_json)
