"""A topic's research through a worker on real servers: tried again, and cancelled."""

import asyncio
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field, replace
from functools import partial

from adapters.blobs.disk import DiskBlobs
from domain.ids import JobId, job_stream, video_stream
from domain.job import JobCancelled
from domain.research import Inquiry, Research
from domain.video.events import VideoCancelled, VideoFailed, VideoRetried
from domain.video.research_events import VideoResearched
from infra.worker.run import Parts, run_worker
from processors import documents
from processors.job import Processor
from processors.ports import Metered
from processors.research import ResearchProcessor
from tests.faults.loop import (
    WORKER,
    Ledgers,
    Places,
    Writing,
    a_video,
    dispatcher,
    eventually,
    ledgers,
    projector,
    running,
)
from tests.given import CHANNEL, REQUESTED, YOU
from tests.processors.bench import OFFLINE
from tests.processors.test_research import FACTS, FOUND, TOPIC

STREAM = video_stream(a_video(0))
OF_TOPIC = replace(REQUESTED, source_asset=None, source=None, topic=TOPIC)
LITTLE = replace(FOUND, findings=FACTS[:1])


@dataclass
class Library:
    """Finds one thing after another, each after so many seconds."""

    finds: list[Research]
    seconds: float = 0.0
    provider = OFFLINE
    prompt = ""
    asked: list[Inquiry] = field(default_factory=list)

    async def research(self, inquiry: Inquiry) -> Metered[Research]:
        self.asked.append(inquiry)
        await asyncio.sleep(self.seconds)
        return Metered(self.finds.pop(0), ())


async def searching(places: Places, library: Library, stop: asyncio.Event) -> None:
    async with ledgers(places) as its:
        blobs = DiskBlobs(places.folder / "blobs")
        processors: dict[str, Processor] = {
            "research": ResearchProcessor((library,)),
            "write-script": Writing(places),
        }
        parts = Parts(its.ledger, its.pool, blobs, processors, places.redis_url)
        await run_worker(parts, WORKER, stop)


def system(places: Places, library: Library) -> AbstractAsyncContextManager[None]:
    return running(
        partial(projector, places), partial(dispatcher, places), partial(searching, places, library)
    )


async def asked(its: Ledgers) -> JobId:
    job = await its.record("ask", STREAM, OF_TOPIC)
    assert job is not None, "a topic calls for research"
    return job


async def test_research_that_found_too_little_is_done_anew_when_tried_again(
    its: Ledgers, places: Places
) -> None:
    library = Library([LITTLE, FOUND])
    job = await asked(its)
    async with system(places, library):
        await its.settled(job)
        told = (await its.events(STREAM))[-1]
        assert isinstance(told, VideoFailed)
        assert told.code == "nothing-found"
        again = await its.record("retry", STREAM, VideoRetried(YOU))
        assert again is not None
        assert again != job
        await its.settled(again)
    assert library.asked == [Inquiry(TOPIC, OF_TOPIC.seconds, "en")] * 2
    researched = next(it for it in await its.events(STREAM) if isinstance(it, VideoResearched))
    blobs = DiskBlobs(places.folder / "blobs")
    assert await documents.load(blobs, researched.brief, Research) == FOUND


async def test_research_stops_when_its_video_is_cancelled(its: Ledgers, places: Places) -> None:
    library = Library([FOUND], seconds=60)
    job = await asked(its)

    async def begun() -> bool:
        return bool(library.asked)

    async with system(places, library):
        await eventually(begun)
        await its.record("cancel", STREAM, VideoCancelled(CHANNEL, YOU, "no"))
        await its.settled(job)
    assert isinstance((await its.events(job_stream(job)))[-1], JobCancelled)
    assert not any(isinstance(it, VideoResearched) for it in await its.events(STREAM))
