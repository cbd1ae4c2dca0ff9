"""What may happen to a preview of a video's film."""

from domain.event import Event, event
from domain.ids import BlobId, JobId
from domain.mode import Mode
from domain.work import Preview


@event("video.preview-requested")
class PreviewRequested(Event):
    """A person asked to see the film as it would be now, small and at once."""

    by: str
    work: Preview


@event("video.preview-made")
class PreviewMade(Event):
    """The preview was made; it is looked at and never published."""

    job_id: JobId
    preview: BlobId
    width: int
    height: int
    mode: Mode


@event("video.preview-failed")
class PreviewFailed(Event):
    """No preview could be made; the film itself goes on as before."""

    job_id: JobId
    code: str
    sentence: str


PreviewEvent = PreviewRequested | PreviewMade | PreviewFailed
"""What becomes of a preview."""
