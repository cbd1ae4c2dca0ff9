"""A preview of the film that a video would be: asked for, made, never published."""

from dataclasses import replace

from domain.event import Decision, Refused
from domain.video.preview_events import PreviewEvent, PreviewFailed, PreviewMade, PreviewRequested
from domain.video.state import Stage, Video
from domain.work import Preview, Render


def ask(video: Video, film: Render | None, by: str) -> Decision:
    """Silent where it is made.

    Raises Refused (`preview-too-early`, `preview-cancelled`, `preview-lacking`).
    """
    if video.stage is Stage.CANCELLED:
        raise Refused("preview-cancelled", "this video is cancelled; nothing more is made of it")
    if film is None and video.stage is not Stage.MAKING:
        raise Refused(
            "preview-lacking",
            f"a preview needs the narration and a picture for every scene; this video is"
            f" {video.stage} and has not all of them: try it again, or change what it lacks",
        )
    if film is None:
        raise Refused(
            "preview-too-early",
            "a preview needs the narration and a picture for every scene; they are still made",
        )
    if Preview(film) not in (video.previewing, video.previewed):
        yield PreviewRequested(by, Preview(film))


def make(video: Video, work: Preview, made: PreviewMade) -> Decision:
    """Silent where the film would be another by now."""
    if video.previewing == work:
        yield made


def evolved(video: Video, happened: PreviewEvent) -> Video:
    match happened:
        case PreviewRequested(work=work):
            return replace(video, previewing=work)
        case PreviewMade(preview=preview):
            return replace(video, previewing=None, previewed=video.previewing, preview=preview)
        case PreviewFailed():
            return replace(video, previewing=None)
