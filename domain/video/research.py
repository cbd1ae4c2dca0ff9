"""What is found out of a video's topic: once, and everything is made from it."""

from dataclasses import replace

from domain.event import Decision
from domain.video.requested import Researched
from domain.video.research_events import VideoResearched
from domain.video.state import Video


def report(video: Video, researched: VideoResearched) -> Decision:
    """Silent where the video has its source."""
    if video.source is None:
        yield researched


def evolved(video: Video, happened: VideoResearched) -> Video:
    found = Researched(happened.brief, happened.source, happened.mode)
    return replace(video, researched=found)
