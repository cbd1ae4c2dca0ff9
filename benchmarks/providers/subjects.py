"""Every adapter that asks a paid provider, as the product's own chains make it, with its job."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from adapters.blobs.disk import DiskBlobs
from benchmarks.providers.moments import HOPS, NAMED, Moment
from domain.brief import Aspect
from domain.ids import BlobId
from domain.script import Scene, Script
from domain.work import (
    Illustrate,
    JudgeScript,
    Narrate,
    Package,
    Research,
    Work,
    WriteScript,
)
from infra.bootstrap.worker import processors
from infra.settings import Settings
from infra.settings.providers import Providers
from processors import documents
from processors.job import Processor
from processors.ports import Blobs

SECONDS = 30
SOURCE = """The tide comes twice a day to the harbour of Ostrevald, and it waits for nobody.
Fishermen read the water before they read the clock, for the clock has lied to them before.
In the winter of 1911 the harbour froze, and forty boats stood in the ice for nine weeks.
The keeper of the light walked out to them every evening with bread and with letters.
He kept a list of every name, and he crossed none of them out until the thaw came.
When the ice broke, it broke in one night, and the noise was heard eleven miles inland.
Thirty-nine boats came home on the first tide, and the last one came home on the second.
Children in Ostrevald still learn the names of the boats before they learn to count."""
SCRIPT = Script(
    "Forty boats in the ice",
    "en",
    (
        Scene("The harbour", ("In the winter of 1911 the harbour froze.",), "1911"),
        Scene("The thaw", ("When the ice broke, it broke in one night.",), "one night"),
    ),
    6.0,
)
TERRA, HAIKU = "openai:gpt-6.1-terra", "anthropic:claude-haiku-5-5"
VOICE = "Narrat0rOfTheStandIn"


@dataclass(frozen=True)
class Given:
    """The documents that jobs are about, as blobs."""

    source: BlobId
    script: BlobId

    @classmethod
    async def kept(cls, blobs: Blobs) -> "Given":
        return cls(await blobs.put(SOURCE.encode()), await documents.store(blobs, SCRIPT))


@dataclass(frozen=True)
class Subject:
    """`chosen` are settings of providers; a job of it makes so many paid calls, at the least.

    `can_find`: the provider can be asked what became of a call; `is_named`: once it has named it.
    `gone` are models of the chain
    that it does not have. Not `is_paid`: a server of one's own, whose charges are nobody's.
    """

    provider: str
    chosen: Mapping[str, object]
    work: Callable[[Given], Work]
    calls: int = 1
    can_find: bool = False
    gone: tuple[str, ...] = ()
    is_paid: bool = True
    is_named: bool = False

    @property
    def moments(self) -> list[Moment]:
        """Those that a call of it passes."""
        never = (frozenset() if self.gone else HOPS) | (frozenset() if self.is_named else NAMED)
        return [it for it in Moment if it not in never]

    def made(self, its: Given, folder: Path, url: str, blobs: DiskBlobs) -> Processor:
        """As a worker has it."""
        chosen = {**self.chosen, f"{self.provider}_url": url}
        settings = Settings(ytempire_home=folder, providers=Providers.model_validate(chosen))
        return processors(settings, blobs)[self.work(its).kind]


def _researches(_: Given) -> Work:
    return Research("why the sea has tides", "en", SECONDS)


def _writes(its: Given) -> Work:
    return WriteScript(its.source, "en", SECONDS, 1)


def _judges(its: Given) -> Work:
    return JudgeScript(its.source, "en", SECONDS, 1, its.script)


def _packages(its: Given) -> Work:
    return Package(its.source, "en", SECONDS, its.script)


def _speaks(its: Given) -> Work:
    return Narrate(its.script, "default")


def _draws(its: Given) -> Work:
    return Illustrate(its.script, 0, Aspect.WIDE, "seed", ())


SUBJECTS: Mapping[str, Subject] = {
    "research, openai": Subject("openai", {"research": TERRA}, _researches, is_named=True),
    "research, anthropic": Subject("anthropic", {"research": HAIKU}, _researches),
    "script, openai": Subject("openai", {"script": TERRA}, _writes, is_named=True),
    "script, anthropic": Subject("anthropic", {"script": HAIKU}, _writes),
    "script, compatible": Subject(
        "compatible", {"script": "compatible:llama"}, _writes, is_paid=False
    ),
    "script, by the next": Subject(
        "openai",
        {"script": f"openai:gpt-6.1-sol, {TERRA}"},
        _writes,
        gone=("gpt-6.1-sol",),
        is_named=True,
    ),
    "judge": Subject("openai", {"judge": TERRA}, _judges, is_named=True),
    "package": Subject("openai", {"package": TERRA}, _packages, is_named=True),
    "moderation": Subject(
        "openai", {"moderation": "openai:omni-moderation-latest"}, _writes, calls=2
    ),
    "voice, elevenlabs": Subject(
        "elevenlabs",
        {
            "voice": "elevenlabs:eleven_multilingual_v2",
            "elevenlabs_voices": {"default": VOICE},
        },
        _speaks,
        calls=2,
        can_find=True,
    ),
    "voice, openai": Subject("openai", {"voice": "openai:tts-1"}, _speaks, calls=2),
    "voice, google": Subject("google", {"voice": "google:chirp3-hd"}, _speaks, calls=2),
    "images": Subject(
        "openai",
        {
            "images": "openai:gpt-image-2.5-flare",
            "image_quality": "low",
            "image_pixels": 256 * 144,
        },
        _draws,
    ),
}
