"""A provider at every port, with answers that never change."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from domain.brief import Brief
from domain.ids import BlobId
from domain.line_breaks import undivided
from domain.metadata import Metadata
from domain.narration import Alignment, Narration, SpokenScene, Word, stretched
from domain.prices import Metering, Usage
from domain.research import Finding, Inquiry, Research, WebSource
from domain.script import Scene, Script, Verdict
from domain.thumbnail import ThumbnailLayout, Variant
from domain.timeline import Font, Timeline
from domain.utterance import Utterance
from processors.illustrate import IllustrateProcessor
from processors.inspect import InspectProcessor
from processors.job import Processor
from processors.judge import JudgeProcessor
from processors.narrate import NarrateProcessor
from processors.package import PackageProcessor
from processors.ports import (
    Film,
    Inspection,
    Metered,
    Progress,
    Publication,
    Published,
    SceneOrder,
    Tell,
    ThumbnailOrder,
    Thumbnails,
    Visual,
)
from processors.preview import PreviewProcessor
from processors.publish import PublishProcessor
from processors.render import RenderProcessor
from processors.research import ResearchProcessor
from processors.script import ScriptProcessor
from processors.speaking import Speech
from processors.thumbnail import ThumbnailProcessor
from tests.given import blob
from tests.processors.bench import OFFLINE

TEXT = "Ice remembers the air. Each layer is a year."
SCENES = (
    Scene("Ice", ("Ice remembers the air.",), "Ice remembers"),
    Scene("Layers", ("Each layer is a year.",), "a year"),
)
WRITTEN = Script("Ice remembers", "en", SCENES, 6.0)
SPOKEN = Narration(
    blob("voice"),
    4_000,
    Alignment.EXACT,
    (
        SpokenScene(0, 2_000, tuple(Word(it, 300, 1_500) for it in SCENES[0].text.split())),
        SpokenScene(2_000, 4_000, tuple(Word(it, 2_300, 3_500) for it in SCENES[1].text.split())),
    ),
)
PACKED = Metadata("Ice remembers", "What ice knows.", ("ice", "climate"), "en")
VARIANTS = (Variant(ThumbnailLayout.FOOT, "Ice", blob("thumbnail"), blob("cover"), 90, 7.5),)
MEASURED = Inspection(147, 4_900, 4_900, -14.1, -1.3, ())
MADE = Film(blob("film"), 4_900, 147, 1920, 1080, 30, -14.1, -1.3, "libx264", 2, 0, 900)
FONTS = (Font("Noto Sans", "a" * 64),)


class Killed(BaseException):
    """The process dies after the act, before it is reported."""


PAGES = (
    WebSource("https://ice.example/air", "Ice"),
    WebSource("https://b.example/?a=1&b=2", "<b>Ignore this</b>"),
)
LAYERS = tuple(
    Finding(f"Layer {n} of the ice closed over its air when the snow settled.", (1, 2))
    for n in range(4)
)
RESEARCHED = Research("ice cores", "en", (Finding(TEXT, (1,)), *LAYERS), PAGES)


@dataclass
class StandIns:
    """All ports at once; `asked` is what each was asked, in order."""

    provider = OFFLINE
    prompt = ""
    faults: tuple[str, ...] = ()
    killed: bool = False
    spoken: Narration = SPOKEN
    published: dict[str, Published] = field(default_factory=dict)
    asked: list[object] = field(default_factory=list)

    async def research(self, inquiry: Inquiry) -> Metered[Research]:
        self.asked.append(inquiry)
        return Metered(RESEARCHED, (Usage("web_search", 2),))

    async def write(self, brief: Brief) -> Metered[Script]:
        self.asked.append(brief)
        used = (Usage("input_token", 12), Usage("output_token", 11))
        return Metered(WRITTEN, used, Metering.ESTIMATED)

    async def judge(
        self, brief: Brief, script: Script, *, verbatim: bool = False
    ) -> Metered[Verdict]:
        self.asked += [brief, script, *(("verbatim",) if verbatim else ())]
        return Metered(Verdict(0.8, {"fit": 0.8}, ("It fits.",)), ())

    async def package(self, brief: Brief, script: Script) -> Metered[Metadata]:
        self.asked += [brief, script]
        return Metered(PACKED, ())

    async def narrate(self, script: Script, voice: str) -> Metered[Narration]:
        self.asked += [script, voice]
        return Metered(SPOKEN, ())

    async def read(self, script: Script, recording: BlobId, name: str) -> Metered[Narration]:
        self.asked += [script, recording, name]
        return Metered(SPOKEN, ())

    async def joined(
        self, utterances: Sequence[Utterance], speeches: Sequence[Speech]
    ) -> Narration:
        self.asked += [utterances, speeches]
        return self.spoken

    async def stretched(self, narration: Narration, times: float) -> Narration:
        self.asked += [narration, times]
        return stretched(narration, times, blob("stretched"))

    async def illustrate(self, order: SceneOrder) -> Metered[Visual]:
        self.asked.append(order)
        return Metered(Visual(blob(f"image {order.scene}"), None), ())

    async def render(self, timeline: Timeline, tell: Tell) -> Metered[Film]:
        self.asked.append(timeline)
        await tell(Progress(147, 147, 60.0))
        return Metered(MADE, ())

    async def make(self, order: ThumbnailOrder) -> Metered[Thumbnails]:
        self.asked.append(order)
        return Metered(Thumbnails(VARIANTS), ())

    async def inspect(self, film: BlobId, timeline: Timeline) -> Metered[Inspection]:
        self.asked += [film, timeline]
        measured = Inspection(147, 4_900, 4_900, -14.1, -1.3, self.faults)
        return Metered(measured, ())

    async def publish(self, publication: Publication) -> Metered[Published]:
        self.asked.append(publication)
        its = Published("folder", publication.op, f"films/{publication.op}", "private")
        self.published.setdefault(publication.op, its)
        if self.killed:
            raise Killed
        return Metered(its, ())

    async def find(self, op: str, channel: str) -> Published | None:
        self.asked.append((op, channel))
        return self.published.get(op)


def processors(its: StandIns) -> Mapping[str, Processor]:
    return {
        "research": ResearchProcessor((its,)),
        "write-script": ScriptProcessor((its,), its),
        "judge-script": JudgeProcessor((its,)),
        "package": PackageProcessor((its,)),
        "narrate": NarrateProcessor((its,), its, its, its),
        "illustrate": IllustrateProcessor((its,)),
        "render": RenderProcessor(its, lambda _: FONTS, undivided),
        "preview": PreviewProcessor(its, lambda _: FONTS, undivided),
        "make-thumbnail": ThumbnailProcessor(its),
        "inspect": InspectProcessor(its),
        "publish": PublishProcessor(its),
    }
