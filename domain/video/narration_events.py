"""What may happen to a video's voice."""

from domain.event import Event, event
from domain.ids import ChannelId
from domain.work import Given


@event("video.narration-chosen")
class NarrationChosen(Event):
    """A recording was given to be heard, or none; `attribution` is what is owed to its owner."""

    channel_id: ChannelId
    recording: Given | None
    attribution: str
    by: str
