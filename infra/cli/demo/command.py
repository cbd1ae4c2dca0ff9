"""The command itself."""

from contextlib import nullcontext
from pathlib import Path
from typing import Annotated, Any

import typer

import infra
from domain.clip import ClipSound
from infra.cli.client import Client
from infra.cli.demo.making import (
    Seen,
    decided,
    demo_channel,
    follow,
    goes_on,
    refuse_unfinished,
    request_film,
    take_out,
)
from infra.cli.demo.progress import shown
from infra.cli.demo.request import Asked, DemoRequest, checked
from infra.cli.demo.simulated import simulated
from infra.cli.demo.stack import installation
from infra.cli.demo.summary import show, summary
from infra.cli.options import AsJson, ClipSoundOf, CutOf
from infra.cli.output import INTERRUPTED, BadInput, NotRunning, Problem, plainly, say, say_json
from infra.cli.processes import settings
from infra.clock import utc_now

SAMPLE = Path(infra.__file__).parents[1] / "docs" / "samples" / "octopus.md"

NOBODY_SEARCHES = (
    "nobody is chosen to find out about a topic; add --simulated, or name a provider that reads"
    " the web as PROVIDERS__RESEARCH"
)


def register(app: typer.Typer) -> None:
    app.command()(plainly(demo))


def demo(
    source: Annotated[
        Path | None,
        typer.Option(help="A text of 40 words or more, UTF-8.", show_default="a sample"),
    ] = None,
    topic: Annotated[
        str, typer.Option(help="Instead of a text: what a provider finds out about.")
    ] = "",
    aspect: Annotated[str, typer.Option(help="16:9, 9:16 or 1:1.")] = "16:9",
    seconds: Annotated[int, typer.Option(help="Wanted length of speech.")] = 45,
    language: Annotated[str, typer.Option(help="What the text is written in, BCP 47.")] = "en",
    images: Annotated[Path | None, typer.Option(help="Your own pictures and clips.")] = None,
    cut: CutOf = None,
    clip_sound: ClipSoundOf = ClipSound.MUTED,
    out: Annotated[Path | None, typer.Option(help="Where the files go.")] = None,
    as_simulated: Annotated[
        bool, typer.Option("--simulated", help="Ask simulated providers, by their real SDKs.")
    ] = False,
    fail: Annotated[
        float, typer.Option(min=0, max=0.5, help="They fail this share of requests.")
    ] = 0.0,
    as_json: AsJson = False,
) -> None:
    """Make one film from a text or a topic, start to finish, and show every step and every cost."""
    its = settings()
    text = source or (None if topic else SAMPLE)
    typed = Asked(text, aspect, seconds, language, images, out, cut, clip_sound, topic)
    if topic and not (as_simulated or its.providers.research):
        raise BadInput(NOBODY_SEARCHES)
    asked = checked(its, typed)
    _tell_recorded(asked)
    if fail and not as_simulated:
        raise BadInput("--fail goes with --simulated; no real provider is made to fail")
    chosen = simulated(its, fail) if as_simulated else nullcontext(its)
    with chosen as theirs, installation(theirs) as client:
        told = _made(client, asked)
        if as_json:
            say_json(told)
        else:
            show(client, told)


def _made(client: Client, asked: DemoRequest) -> dict[str, Any]:
    """The film made and taken out, and all that is told of it."""
    now = utc_now()
    channel = demo_channel(client, now, say)
    video_id = request_film(client, asked, channel, now, {"decided": decided(asked)})
    try:
        seen = _followed(client, video_id)
        return summary(client, seen, take_out(client, video_id, asked.out))
    except NotRunning as away:
        raise NotRunning(f"{away}; {goes_on(video_id)}") from away


def _tell_recorded(asked: DemoRequest) -> None:
    """What is put on record in the user's name, where the files are the user's."""
    own_text = asked.source is not None and asked.source.resolve() != SAMPLE.resolve()
    if not (own_text or asked.images):
        return
    given = (("text", own_text), ("pictures", bool(asked.images)))
    what = " and ".join(name for name, is_given in given if is_given)
    say(
        f"Recorded of your {what}: your own work, commercial use allowed. Of the film: not made"
        " for kids, no paid promotion, nothing realistic. Ctrl-C if that is wrong; `make run` and"
        " a channel of your own let you decide."
    )


def _followed(client: Client, video_id: str) -> Seen:
    """The last look at a film that was made. Raises Problem where it was not."""
    try:
        seen = shown(follow(client, video_id))
    except KeyboardInterrupt:
        sentence = f"stopped by Ctrl-C; `make run` goes on with {video_id} where it stands"
        raise Problem(sentence, INTERRUPTED) from None
    refuse_unfinished(seen)
    return seen
