"""`ytempire channel`: channels, and what is decided for all their films."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Annotated

import typer

from infra.cli import caption_look, film_format, film_look, music
from infra.cli.caption_look import (
    AskedBox,
    AskedColour,
    AskedFont,
    AskedOutline,
    AskedOutlineWidth,
    AskedPlace,
    AskedPreset,
    AskedSize,
    AskedSpoken,
    AskedSpokenBox,
    AskedWeight,
)
from infra.cli.channel_defaults import defaults
from infra.cli.channel_music import choose_music
from infra.cli.channel_personality import personality
from infra.cli.channel_told import PATH, tell
from infra.cli.client import Answer, connect
from infra.cli.ids import channel_id
from infra.cli.options import (
    AsJson,
    AsOf,
    ChannelId,
    FilmCodec,
    FilmFps,
    FilmResolution,
    fresh_key,
)
from infra.cli.output import BadInput, facts, plainly, say_json, table, when
from infra.cli.output import show as on_screen
from infra.cli.video.reading import costs_table
from infra.clock import utc_now

DAYS, DAYS_MAX, PER_DAY = 7, 30, 3


def register(app: typer.Typer) -> None:
    channel = typer.Typer(help="Channels, and what holds for their films.", no_args_is_help=True)
    channel.command("list")(plainly(list_channels))
    channel.command("open")(plainly(open_channel))
    plain = (show, pause, resume, auto_publish, defaults, captions, film_look.look, personality)
    for command in plain:
        channel.command()(plainly(command))
    channel.command("format")(plainly(decide_format))
    channel.command("music")(plainly(choose_music))
    app.add_typer(channel, name="channel")


def list_channels(as_of: AsOf = None, as_json: AsJson = False) -> None:
    """List channels, the oldest first."""
    with connect(as_of) as client:
        found = client.get(PATH)
    if as_json:
        say_json(found)
        return
    rows = (
        (
            it["channel_id"],
            it["name"],
            it["language"],
            "paused" if it["paused"] else "",
            it["videos"],
        )
        for it in found["items"]
    )
    on_screen(table(("channel", "name", "language", "", "videos"), rows, ("videos",)))


def show(channel: ChannelId, as_of: AsOf = None, as_json: AsJson = False) -> None:
    """Show one channel: what was decided for it, its grant, what it has spent."""
    with connect(as_of) as client:
        found = client.get(f"{PATH}/{channel_id(client, channel)}")
    if as_json:
        say_json(found)
        return
    on_screen(facts(_about(found)), found["name"])
    on_screen(costs_table(found["costs"]), "\nCosts")


def open_channel(
    name: Annotated[str, typer.Argument(help="What it is called.")],
    language: Annotated[str, typer.Option(help="What its films speak, BCP 47.")] = "en",
    voice: Annotated[str, typer.Option(help="default, female or male.")] = "default",
    as_json: AsJson = False,
) -> None:
    """Open a channel; an account has room for five."""
    body = {"name": name, "language": language, "voice": voice}
    with connect() as client:
        answer = client.post(PATH, body, fresh_key())
    tell(str(answer["channel_id"]), "open", answer, as_json=as_json)


def pause(
    channel: ChannelId,
    reason: Annotated[str, typer.Option(help="Kept with the decision.")] = "",
    as_json: AsJson = False,
) -> None:
    """Pause a channel: nothing is requested or published until it is resumed."""
    _ask(channel, "pause", "paused", {"reason": reason}, as_json=as_json)


def resume(channel: ChannelId, as_json: AsJson = False) -> None:
    """Resume a paused channel."""
    _ask(channel, "resume", "at work again", None, as_json=as_json)


def auto_publish(
    channel: ChannelId,
    days: Annotated[int, typer.Option(min=1, max=DAYS_MAX, help="From now.")] = DAYS,
    per_day: Annotated[int, typer.Option(min=1, help="Films a day.")] = PER_DAY,
    revoke: Annotated[bool, typer.Option("--revoke", help="Take the permission back.")] = False,
    as_json: AsJson = False,
) -> None:
    """Let a channel's films be published unseen for a time, or no longer."""
    with connect() as client:
        its = channel_id(client, channel)
        path = f"{PATH}/{its}/auto-publish"
        if revoke:
            answer = client.delete(path, fresh_key())
        else:
            until = utc_now() + timedelta(days=days)
            answer = client.post(
                path, {"until": until.isoformat(), "per_day": per_day}, fresh_key()
            )
    done = "publishing nothing unseen" if revoke else f"publishing {per_day} a day for {days} days"
    tell(its, done, answer, as_json=as_json)


def decide_format(
    channel: ChannelId,
    resolution: FilmResolution = None,
    fps: FilmFps = None,
    codec: FilmCodec = None,
    as_json: AsJson = False,
) -> None:
    """Decide in what format a channel's films are made; what is not said stays as it was."""
    body = film_format.said(resolution, fps, codec)
    if not body:
        raise BadInput("nothing is said: add --resolution, --fps or --codec")
    with connect() as client:
        its = channel_id(client, channel)
        answer = client.put(f"{PATH}/{its}/format", body, fresh_key())
    tell(its, "decided", answer, as_json=as_json)


def captions(
    channel: ChannelId,
    preset: AskedPreset = None,
    font: AskedFont = None,
    size: AskedSize = None,
    weight: AskedWeight = None,
    colour: AskedColour = None,
    spoken: AskedSpoken = None,
    outline_colour: AskedOutline = None,
    outline: AskedOutlineWidth = None,
    box: AskedBox = None,
    spoken_box: AskedSpokenBox = None,
    place: AskedPlace = None,
    as_json: AsJson = False,
) -> None:
    """Decide how captions look on a channel's films; what is not said stays as it was."""
    body = caption_look.said(
        preset=preset,
        font=font,
        size_percent=size,
        weight=weight,
        colour=colour,
        spoken=spoken,
        outline=outline_colour,
        outline_percent=outline,
        box=box,
        spoken_box=spoken_box,
        place=place,
    )
    with connect() as client:
        its = channel_id(client, channel)
        answer = client.put(f"{PATH}/{its}/captions", body, fresh_key())
    tell(its, "decided", answer, as_json=as_json)


def _about(found: Answer) -> Iterator[tuple[str, object]]:
    yield "channel", found["channel_id"]
    yield "language", f"{found['language']}, voice {found['voice']}"
    yield "opened", when(found["opened_at"])
    yield "videos", found["videos"]
    yield "paused", (found["paused_because"] or "yes") if found["paused"] else ""
    for name, it in (found["decided"] or {}).items():
        yield name.replace("_", " "), "yes" if it else "no"
    its = found["rights"]
    yield "rights", f"{its['ownership']}: {its['licence']}" if its else "not decided"
    yield "format", film_format.told(found["format"]) if found["format"] else "as usual"
    yield "look", film_look.told(found["look"])
    yield "personality", found["personality"]
    yield "captions", caption_look.told(found["captions"]) if found["captions"] else "as usual"
    yield "music", music.told(found["music"]) if found["music"] else "none"
    its = found["auto_publish"]
    if its:
        used = f"{its['used_today']} of {its['per_day']} used today"
        yield "publishes unseen", f"until {when(its['until'])}, {used}"


def _ask(channel: str, what: str, done: str, body: object, *, as_json: bool) -> None:
    with connect() as client:
        its = channel_id(client, channel)
        answer = client.post(f"{PATH}/{its}/{what}", body, fresh_key())
    tell(its, done, answer, as_json=as_json)
