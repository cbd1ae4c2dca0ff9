"""The worker's program: a processor for every kind of job, each with its provider."""

import asyncio
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, fields
from functools import partial
from itertools import islice
from typing import Any

from redis.asyncio import Redis

from adapters.publish.folder import FolderPublisher
from adapters.render.choice import Choosing
from adapters.render.fonts import installed
from adapters.render.inspect import FilmInspector
from adapters.render.sharing import Alone, SharedSegments
from adapters.render.thumbnail import CardThumbnailer
from adapters.render.torch_renderer import TorchRenderer
from adapters.script.verbatim import VerbatimWriter
from adapters.voice.joined import Joined
from adapters.voice.recorded import RecordedNarrator
from adapters.voice.stretch import AtempoStretcher
from adapters.word_breaks import divided
from domain.prices import Provider
from infra.bootstrap import mail
from infra.bootstrap.anchors import anchors
from infra.bootstrap.chains import Chains
from infra.bootstrap.clips import allowance
from infra.bootstrap.erasing import segments, traces
from infra.bootstrap.foundation import foundation
from infra.home import Home
from infra.reader import opened_reader
from infra.settings import Making, Settings
from infra.telemetry import metrics
from infra.worker.advice import Advice
from infra.worker.cells import Cells
from infra.worker.encoders import telling
from infra.worker.gpu import GpuTurns, InTurn, has_gpu
from infra.worker.pace import Learned
from infra.worker.progress import RedisProgress
from infra.worker.repertoire import ViewsRepertoire
from infra.worker.run import Parts, run_worker
from infra.worker.voice_length import SharedVoiceLengths
from processors.erase import EraseProcessor
from processors.illustrate import IllustrateProcessor
from processors.inspect import InspectProcessor
from processors.job import Processor
from processors.judge import JudgeProcessor, Repertoire
from processors.narrate import NarrateProcessor
from processors.package import PackageProcessor
from processors.ports import Blobs
from processors.preview import PreviewProcessor
from processors.publish import PublishProcessor
from processors.render import RenderProcessor
from processors.research import ResearchProcessor
from processors.script import ScriptProcessor
from processors.thumbnail import ThumbnailProcessor
from processors.voice_length import Unlearned, VoiceLengths


@dataclass(frozen=True, slots=True)
class Earlier:
    """What is known of the films before: what they say, how long their voices took."""

    repertoire: Repertoire | None = None
    lengths: VoiceLengths = Unlearned()  # noqa: RUF009 - it holds nothing


async def run(settings: Settings, stop: asyncio.Event) -> None:
    async with (
        foundation(settings) as its,
        opened_reader(its.places.database_url, settings.views) as reader,
        Redis.from_url(its.places.redis_url) as redis,
    ):
        heard = telling(its.ledger)
        choosing = Choosing(settings.render_device, settings.render_encoder, heard)
        sharing = settings.making.share_segments
        shared = segments(settings, its) if sharing else Alone()
        films = renderer(settings.making, its.places.home, its.blobs, choosing, shared)
        learned, lengths = Learned(), SharedVoiceLengths(Cells(redis))
        earlier = Earlier(ViewsRepertoire(reader, its.blobs), lengths)
        made = processors(settings, its.blobs, films, earlier, learned)
        if has_gpu():
            made = in_turn(made, films, GpuTurns(its.places.home.cache / "gpu.json", films.workers))
        told = RedisProgress(redis, settings.worker.progress_s)
        erase = EraseProcessor(
            traces(settings, its, told), anchors(settings), 2 * settings.worker.lease_s
        )
        made = {**made, "erase-account": erase}
        url, paces = its.places.redis_url, settings.paces
        advise = Advice(settings.providers)
        parts = Parts(its.ledger, its.pool, its.blobs, made, url, paces, learned, advise)
        with metrics.served(settings.worker.metrics_port), closing(films.forks):
            await asyncio.gather(
                run_worker(parts, settings.worker, stop), mail.run(settings, its, stop)
            )


def in_turn(
    made: Mapping[str, Processor], films: TorchRenderer, turns: GpuTurns
) -> Mapping[str, Processor]:
    """A film waits for its turn on the GPU with every segment, other work with every job."""
    films.gpu_turn = partial(turns.turn, "render")
    return {
        **made,
        "make-thumbnail": InTurn(made["make-thumbnail"], "thumbnail", turns),
        "illustrate": InTurn(made["illustrate"], "inference", turns),
    }


def renderer(
    making: Making,
    home: Home,
    blobs: Blobs,
    choosing: Choosing = Choosing(),  # noqa: B008 - a frozen value
    shared: SharedSegments = Alone(),  # noqa: B008 - it holds nothing
) -> TorchRenderer:
    return TorchRenderer(
        blobs,
        home.cache / "segments",
        workers=making.render_processes,
        cache_size_max_bytes=making.cache_bytes,
        free_min_bytes=making.free_bytes,
        allowed=allowance(making),
        choosing=choosing,
        shared=shared,
    )


def processors(
    its: Settings,
    blobs: Blobs,
    films: TorchRenderer | None = None,
    earlier: Earlier = Earlier(),
    learned: Learned | None = None,
) -> Mapping[str, Processor]:
    """By their kind of job. Raises BadSettings where a chain names who cannot do its work."""
    home = Home(its.ytempire_home)
    films = films or renderer(its.making, home, blobs)
    asked = Chains(its, blobs, learned or Learned())
    narrators = asked.narrators()
    return {
        "research": ResearchProcessor(asked.researchers(), asked.moderators()),
        "write-script": ScriptProcessor(
            *(asked.writers(), VerbatimWriter(), asked.fitters(), asked.moderators()),
            narrators[0].provider,
            earlier.lengths,
        ),
        "judge-script": JudgeProcessor(asked.judges(), earlier.repertoire),
        "package": PackageProcessor(asked.packagers()),
        "narrate": NarrateProcessor(
            *(narrators, Joined(blobs), RecordedNarrator(blobs), AtempoStretcher(blobs)),
            its.making.voice_stretch,
            earlier.lengths,
        ),
        "illustrate": IllustrateProcessor(asked.illustrators()),
        "render": RenderProcessor(films, installed, divided),
        "preview": PreviewProcessor(films, installed, divided),
        "make-thumbnail": ThumbnailProcessor(CardThumbnailer(blobs)),
        "inspect": InspectProcessor(FilmInspector(blobs)),
        "publish": PublishProcessor(FolderPublisher(home.films, blobs)),
    }


def providers(made: Mapping[str, Any]) -> Mapping[str, Provider]:
    """Who does each kind of job that somebody does: its processor's first choice."""
    return {kind: by for kind, it in made.items() for by in islice(_providers(it), 1)}


def _providers(processor: Any) -> Iterator[Provider]:
    """Of the port that a processor holds first; others are asked beside it."""
    held = getattr(processor, fields(processor)[0].name)
    return (it.provider for it in (held if isinstance(held, tuple) else (held,)))
