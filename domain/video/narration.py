"""Choosing whose voice a video has: a recording of its script, or the channel's voice."""

from dataclasses import replace

from domain.event import Decision, Refused
from domain.video.asking import refuse_too_much_owed
from domain.video.editing import refuse_closed
from domain.video.narration_events import NarrationChosen
from domain.video.state import Stage, Video
from domain.work import Given


def choose(video: Video, recording: Given | None, attribution: str, by: str) -> Decision:
    """None: the channel's voice. Silent where it is the same.

    Refused where a video is not edited, waits for a person, or has no script to be recorded.
    """
    refuse_closed(video)
    if video.stage is Stage.FLAGGED:
        raise Refused(
            "not-editable", "this video is flagged; try it again first, then choose its voice"
        )
    if video.parts.script is None:
        raise Refused(
            "part-missing",
            "this video has no script yet; wait until it is made, record that, then give it",
        )
    its = replace(video, recording=recording, recording_attribution=attribution)
    refuse_too_much_owed(its.attributions)
    if its != video:
        yield NarrationChosen(video.request.channel_id, recording, attribution, by)


def chosen(video: Video, happened: NarrationChosen) -> Video:
    """The video with this voice; what was spoken before, its film and any approval are void."""
    parts = replace(video.parts, narration=None, timeline=None, film=None, srt=None, vtt=None)
    its = replace(video, recording=happened.recording, parts=parts)
    its = replace(its, recording_attribution=happened.attribution, failed=frozenset())
    its = replace(its, previewing=None, previewed=None, preview=None)
    return replace(its, stage=Stage.MAKING, sidecar=None, approval=None)
