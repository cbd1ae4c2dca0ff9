"""How one video's captions look."""

from infra.cli import caption_look
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
from infra.cli.client import connect
from infra.cli.ids import video_id
from infra.cli.options import AsJson, VideoId, fresh_key
from infra.cli.video.deciding import tell
from infra.cli.video.reading import PATH


def captions(
    video: VideoId,
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
    """Change how a video's captions look; the film is made again, and any approval is void."""
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
        its = video_id(client, video)
        answer = client.put(f"{PATH}/{its}", {"captions": body}, fresh_key())
    tell(its, "changed", answer, as_json=as_json)
