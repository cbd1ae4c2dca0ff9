"""What a person decides about a video."""

import sys
from datetime import UTC, datetime
from typing import Annotated

import typer

from infra.cli.client import Answer, connect
from infra.cli.ids import video_id
from infra.cli.options import AsJson, VideoId, fresh_key
from infra.cli.output import BadInput, Problem, say, say_json, text_of
from infra.cli.video.reading import PATH

Why = Annotated[str, typer.Option("--reason", help="Kept with the decision.")]


def approve(
    video: VideoId,
    publish_at: Annotated[
        datetime | None,
        typer.Option(help="When to publish, in UTC or its own zone; else now."),
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    as_json: AsJson = False,
) -> None:
    """Publish exactly the film and metadata that are shown."""
    with connect() as client:
        its = video_id(client, video)
        hashes = _looked_at(client.get(f"{PATH}/{its}"))
        _confirm(its, yes=yes)
        at = None if publish_at is None else _in_utc(publish_at).isoformat()
        body = {"film": hashes["film"], "sidecar": hashes["metadata"], "publish_at": at}
        answer = client.post(f"{PATH}/{its}/approve", body, fresh_key())
    tell(its, "approved", {**answer, **hashes}, as_json=as_json)


def reject(video: VideoId, reason: Why, as_json: AsJson = False) -> None:
    """Say that a ready film is not to be published."""
    _ask(video, "reject", "rejected", {"reason": reason}, as_json=as_json)


def cancel(video: VideoId, reason: Why = "", as_json: AsJson = False) -> None:
    """Stop the making of a video; what was paid stands."""
    _ask(video, "cancel", "cancelled", {"reason": reason}, as_json=as_json)


def retry(video: VideoId, as_json: AsJson = False) -> None:
    """Try again what failed, or write on after a flag."""
    _ask(video, "retry", "being tried again", None, as_json=as_json)


def publish(video: VideoId, as_json: AsJson = False) -> None:
    """Publish a ready film under its channel's standing grant."""
    _ask(video, "publish", "being published", None, as_json=as_json)


def tell(its: str, done: str, answer: Answer, *, as_json: bool) -> None:
    """The answer to a command, for a person or a program."""
    if as_json:
        say_json({"video_id": its, **answer})
    elif answer["code"] == "nothing-new":
        say(f"{its}: nothing new, it was so already")
    else:
        say(f"{its} is {done}, recorded at position {answer['position']}")


def _ask(video: str, what: str, done: str, body: object, *, as_json: bool) -> None:
    with connect() as client:
        its = video_id(client, video)
        answer = client.post(f"{PATH}/{its}/{what}", body, fresh_key())
    tell(its, done, answer, as_json=as_json)


def _in_utc(said: datetime) -> datetime:
    """A time that names no zone is of UTC."""
    return said.replace(tzinfo=UTC) if said.tzinfo is None else said.astimezone(UTC)


def _looked_at(found: Answer) -> dict[str, str]:
    """The hashes that an approval names, shown with what they stand for."""
    hashes = {name: text_of(found["files"], name) for name in ("film", "metadata")}
    if not all(hashes.values()):
        raise BadInput(f"{found['video_id']} is {found['stage']}: there is no film to approve yet")
    say(f"{found['title']} — channel {found['channel_name']}")
    say(f"film      {hashes['film']}")
    say(f"metadata  {hashes['metadata']}")
    return hashes


def _confirm(its: str, *, yes: bool) -> None:
    if yes:
        return
    if not sys.stdin.isatty():
        raise BadInput(
            f"nobody can be asked here; look at the film (`ytempire video film {its[:8]}`),"
            " then say --yes"
        )
    if not typer.confirm("Publish exactly these?", err=True):
        raise Problem("not approved; nothing was changed")
