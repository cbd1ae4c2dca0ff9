"""The film: script, narration and images become a timeline, then a file with its subtitles."""

from collections.abc import Callable
from dataclasses import dataclass

from commands.video.reports import ReportFilm
from domain.captions import cues, srt, vtt
from domain.ids import BlobId
from domain.line_breaks import Divide
from domain.narration import Narration
from domain.timeline import Font, Timeline, timeline_hash, to_json
from domain.video.events import FilmFacts
from domain.work import Render
from processors.call import Call
from processors.film_timeline import film_timeline
from processors.job import LeasedJob
from processors.ports import Blobs, Film, Renderer, Tell

SUBTITLE_COLUMNS_MAX = 42
"""A line of a subtitle file: players choose its size, whatever the film's own shape is."""


@dataclass(frozen=True, slots=True)
class RenderProcessor:
    """`fonts` are those that a timeline of a language is set in, first choice first.

    `divide` knows the words of scripts that write none apart.
    """

    renderer: Renderer
    fonts: Callable[[str], tuple[Font, ...]]
    divide: Divide

    async def run(self, job: LeasedJob[Render]) -> None:
        work = job.work
        timeline, narration = await film_timeline(job.blobs, work, self.fonts, self.divide)
        call = render_call("render", self.renderer, timeline, job.tell)
        made = await job.calls.make(call)
        film = made.answer
        kept = await job.blobs.put(to_json(timeline))
        subtitles = await self._subtitles(job.blobs, narration)
        report = ReportFilm(job.outcome(made), work, kept, film.film, *subtitles, _facts(film))
        await job.report(report)

    async def _subtitles(self, blobs: Blobs, narration: Narration) -> tuple[BlobId, BlobId]:
        """SRT and WebVTT, as UTF-8."""
        said = cues(narration, SUBTITLE_COLUMNS_MAX, self.divide)
        told = vtt(said, narration.alignment)
        return await blobs.put(srt(said).encode()), await blobs.put(told.encode())


def render_call(name: str, renderer: Renderer, timeline: Timeline, tell: Tell) -> Call[Film]:
    return Call(
        name,
        1,
        request=timeline_hash(timeline),
        answer=Film,
        provider=renderer.provider,
        send=lambda: renderer.render(timeline, tell),
    )


def _facts(film: Film) -> FilmFacts:
    return FilmFacts(
        film.duration_ms,
        film.frames,
        film.width,
        film.height,
        film.fps,
        film.loudness_lufs,
        film.true_peak_dbtp,
        film.encoder,
        film.render_ms,
        film.segments_made,
        film.segments_reused,
    )
