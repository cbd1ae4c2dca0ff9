"""Asking for a video: what a request has to say before anything is made."""

from domain.brief import SECONDS_MAX, SECONDS_MIN
from domain.event import Decision, Refused
from domain.video.events import VideoRequested
from domain.video.state import Video


def request(video: Video | None, requested: VideoRequested) -> Decision:
    if video is not None:
        raise Refused("video-exists", "this video was requested before")
    if not SECONDS_MIN <= requested.seconds <= SECONDS_MAX:
        raise Refused(
            "seconds-out-of-range",
            f"a video lasts {SECONDS_MIN} to {SECONDS_MAX} seconds, not {requested.seconds}",
        )
    yield requested
