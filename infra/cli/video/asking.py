"""Asking for a video; it is made in the background."""

from pathlib import Path
from typing import Annotated, Any

import typer

from domain.clip import ClipSound
from infra.cli import film_format
from infra.cli.caption_look import Preset
from infra.cli.client import connect
from infra.cli.demo.making import request_film
from infra.cli.demo.request import Asked, checked
from infra.cli.ids import channel_id
from infra.cli.music import MusicOption, NoMusic, SaidMusic
from infra.cli.narration import NarrationOption, recording, refuse_missing
from infra.cli.options import AsJson, ClipSoundOf, CutOf, FilmCodec, FilmFps, FilmResolution
from infra.cli.output import say, say_json
from infra.cli.processes import settings
from infra.cli.rights import remedied
from infra.clock import utc_now

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
    source: Annotated[Path, typer.Argument(help="A text of 40 words or more, UTF-8.")],
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
    """Ask for a video from a text; `video show` and the page say how far it is."""
    said: dict[str, Any] = {
        "format": film_format.said(resolution, fps, codec),
        "captions": {"preset": captions.value} if captions else {},
    }
    heard = SaidMusic(music, no_music)
    heard.refuse_both()
    refuse_missing(narration)
    with connect() as client:
        its = channel_id(client, channel)
        found = client.get(f"/api/v1/channels/{its}")
        spoken = language or str(found["language"])
        typed = Asked(source, aspect, seconds, spoken, images, None, cut, clip_sound)
        asked = checked(settings(), typed)
        said |= {"music": heard.body(client)} if music else {"without_music": no_music}
        said |= {"narration_asset_id": recording(client, narration)} if narration else {}
        with remedied(channel, found):
            video_id = request_film(client, asked, its, utc_now(), said)
    if as_json:
        say_json({"video_id": video_id, "position": client.position})
    else:
        say(f"{video_id} is asked for; `ytempire video show {video_id[:8]}` says how far it is")
