"""Asking for a video; it is made in the background."""

from pathlib import Path
from typing import Annotated, Any

import typer

from domain.clip import ClipSound
from infra.cli import film_format
from infra.cli.caption_look import Preset
from infra.cli.client import connect
from infra.cli.demo.making import request_film
from infra.cli.demo.request import Asked, checked, refuse_not_one
from infra.cli.ids import channel_id
from infra.cli.music import MusicOption, NoMusic, SaidMusic
from infra.cli.narration import NarrationOption, recording, refuse_missing
from infra.cli.options import AsJson, ClipSoundOf, CutOf, FilmCodec, FilmFps, FilmResolution
from infra.cli.output import BadInput, say, say_json
from infra.cli.processes import settings
from infra.cli.rights import remedied
from infra.clock import utc_now

SourceText = Annotated[
    Path | None, typer.Argument(metavar="FILE", help="A text of 40 words or more, UTF-8.")
]
SourceTopic = Annotated[
    str, typer.Option("--topic", help="In place of a text: what is to be found out about.")
]
OwnFolder = Annotated[
    Path | None, typer.Option("--images", help="A folder with your own pictures and clips.")
]
TextLanguage = Annotated[
    str | None, typer.Option(help="What the text is written in; else the channel's.")
]
CaptionPreset = Annotated[
    Preset | None, typer.Option("--captions", help="How captions look; else as the channel's.")
]


def generate(
    *,
    source: SourceText = None,
    topic: SourceTopic = "",
    channel: Annotated[str, typer.Option(help="The channel's id, how it begins, or its name.")],
    aspect: Annotated[str, typer.Option(help="16:9, 9:16 or 1:1.")] = "16:9",
    seconds: Annotated[int, typer.Option(help="Wanted length of speech.")] = 45,
    language: TextLanguage = None,
    images: OwnFolder = None,
    cut: CutOf = None,
    clip_sound: ClipSoundOf = ClipSound.MUTED,
    resolution: FilmResolution = None,
    fps: FilmFps = None,
    codec: FilmCodec = None,
    captions: CaptionPreset = None,
    music: MusicOption = None,
    no_music: NoMusic = False,
    narration: NarrationOption = None,
    as_json: AsJson = False,
) -> None:
    """Ask for a video from a text, or a --topic; `video show` and the page say how far it is."""
    said = _looks(film_format.said(resolution, fps, codec), captions)
    heard = SaidMusic(music, no_music)
    heard.refuse_both()
    _refuse_unsaid(source, narration, topic)
    with connect() as client:
        its = channel_id(client, channel)
        found = client.get(f"/api/v1/channels/{its}")
        spoken = language or str(found["language"])
        typed = Asked(source, aspect, seconds, spoken, images, None, cut, clip_sound, topic)
        asked = checked(settings(), typed)
        said |= {"music": heard.body(client)} if music else {"without_music": no_music}
        said |= {"narration_asset_id": recording(client, narration)} if narration else {}
        with remedied(channel, found):
            video_id = request_film(client, asked, its, utc_now(), said)
    if as_json:
        say_json({"video_id": video_id, "position": client.position})
    else:
        say(f"{video_id} is asked for; `ytempire video show {video_id[:8]}` says how far it is")


def _looks(format: dict[str, Any], captions: Preset | None) -> dict[str, Any]:
    return {"format": format, "captions": {"preset": captions.value} if captions else {}}


def _refuse_unsaid(source: Path | None, narration: Path | None, topic: str) -> None:
    """Raises BadInput for nothing to tell, a recording that is not there, or of no text yet."""
    refuse_not_one(source, topic)
    refuse_missing(narration)
    if narration is not None and topic:
        raise BadInput(
            "--narration says a text, and --topic has none yet; give the text, or record the"
            " script once it is written: `ytempire video narration`"
        )
