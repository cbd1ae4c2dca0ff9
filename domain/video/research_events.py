"""What may happen to a video's topic."""

from domain.event import Event, event
from domain.ids import BlobId, JobId
from domain.mode import Mode


@event("video.researched")
class VideoResearched(Event):
    """Facts on the topic were found, each with the pages it was read in; they are the source.

    `brief` holds all of it, `source` the facts alone; `findings` and `pages` count them.
    """

    job_id: JobId
    brief: BlobId
    source: BlobId
    findings: int
    pages: int
    mode: Mode
