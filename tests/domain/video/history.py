"""How a film comes about, event by event; each list goes on from the one before."""

from dataclasses import replace

from domain import video
from domain.event import Event
from domain.ids import BlobId
from domain.mode import Mode
from domain.narration import Alignment
from domain.thumbnail import ThumbnailLayout, Variant
from domain.video.events import (
    FilmFacts,
    PublishApproved,
    SceneIllustrated,
    ScriptAccepted,
    ScriptDrafted,
    ThumbnailMade,
    VideoPackaged,
    VideoPublished,
    VideoReady,
    VideoRendered,
    VideoVoiced,
)
from domain.video.research_events import VideoResearched
from domain.work import Research
from tests.given import CHANNEL, JOB, REQUESTED, SCRIPT, YOU, blob
from tests.story import Story

VERDICT, METADATA, NARRATION = blob("verdict"), blob("metadata"), blob("narration")
FIRST, SECOND = blob("first picture"), blob("second picture")
TIMELINE, FILM, SRT, VTT = blob("timeline"), blob("film"), blob("srt"), blob("vtt")
THUMBNAIL, SIDECAR = blob("thumbnail"), blob("sidecar")
TITLE = "Ice remembers"
OFFLINE = Mode.OFFLINE
FACTS = FilmFacts(45_000, 1_350, 1920, 1080, 30, -14.0, -1.2, "libx264", 40_000, 9, 0)

TOPIC = "why ice floats"
OF_TOPIC = replace(REQUESTED, source_asset=None, source=None, topic=TOPIC)
RESEARCH = Research(TOPIC, "en", 45)
BRIEF, FOUND = blob("brief"), blob("what was found")
RESEARCHED = VideoResearched(JOB, BRIEF, FOUND, 12, 5, OFFLINE)
DRAFTED = ScriptDrafted(JOB, 1, SCRIPT, 2, OFFLINE)
ACCEPTED = ScriptAccepted(JOB, SCRIPT, 0.9, VERDICT, OFFLINE)
PACKAGED = VideoPackaged(JOB, SCRIPT, METADATA, TITLE, OFFLINE)
VOICED = VideoVoiced(JOB, SCRIPT, NARRATION, 45_000, Alignment.EXACT, OFFLINE)
RENDERED = VideoRendered(JOB, NARRATION, (FIRST, SECOND), TIMELINE, FILM, SRT, VTT, FACTS, OFFLINE)
VARIANTS = tuple(
    Variant(layout, TITLE, wide, blob(f"{layout} cover"), capital_px, 7.5)
    for layout, wide, capital_px in (
        (ThumbnailLayout.FOOT, blob("foot"), 80),
        (ThumbnailLayout.SIDE, THUMBNAIL, 90),
        (ThumbnailLayout.LABEL, blob("label"), 60),
    )
)
THUMBNAILED = ThumbnailMade(JOB, TITLE, FIRST, THUMBNAIL, VARIANTS, OFFLINE)
READY = VideoReady(CHANNEL, JOB, FILM, THUMBNAIL, METADATA, SIDECAR, -14.0, -1.2)
APPROVED = PublishApproved(CHANNEL, YOU, FILM, SIDECAR, None)
PUBLISHED = VideoPublished(CHANNEL, JOB, FILM, SIDECAR, "folder", "1", "films/1", "public", OFFLINE)


def illustrated(scene: int, image: BlobId) -> SceneIllustrated:
    return SceneIllustrated(JOB, SCRIPT, scene, image, None, OFFLINE)


SCRIPTED: list[Event] = [REQUESTED, DRAFTED, ACCEPTED]
GATHERED = [*SCRIPTED, PACKAGED, VOICED, illustrated(0, FIRST), illustrated(1, SECOND)]
FILMED = [*GATHERED, RENDERED, THUMBNAILED]
INSPECTED = [*FILMED, READY]
PUBLIC = [*INSPECTED, APPROVED, PUBLISHED]

a_video = Story(video.evolve)
