"""Choosing the music of a video, with the request or later; the film is made again."""

from dataclasses import replace

from domain.event import Decision, Refused
from domain.music import Music
from domain.video.asking import refuse_too_much_owed
from domain.video.editing import refuse_closed
from domain.video.events import MusicChosen
from domain.video.state import Stage, Video


def choose(video: Video, music: Music | None, attribution: str, by: str) -> Decision:
    """Silent where it is the same; refused where a video is not edited, or waits for a person."""
    refuse_closed(video)
    if video.stage is Stage.FLAGGED:
        raise Refused(
            "not-editable", "this video is flagged; try it again first, then choose music"
        )
    refuse_too_much_owed((*video.attributions, attribution))
    if (music, attribution) != (video.music, video.music_attribution):
        yield MusicChosen(video.request.channel_id, music, attribution, by)


def chosen(video: Video, happened: MusicChosen) -> Video:
    """The video with this music; its film, if there was one, and any approval are void."""
    parts = replace(video.parts, timeline=None, film=None, srt=None, vtt=None)
    its = replace(video, music=happened.music, music_attribution=happened.attribution, parts=parts)
    its = replace(its, previewing=None, previewed=None, preview=None, failed=frozenset())
    return replace(its, stage=Stage.MAKING, sidecar=None, approval=None)
