"""G14: a stored payload of 269 bytes becomes an event, by our mapper and by the library's.

The library's event holds its stream and version itself; the note has ours with its envelope.
"""

import time
from collections.abc import Callable
from uuid import UUID

from eventsourcing.application import Application
from eventsourcing.persistence import StoredEvent

from benchmarks.ledger import library
from benchmarks.ledger.claims import Figures
from benchmarks.ledger.events import ACCOUNT, NOON, some_id, spent, stream_of
from benchmarks.ledger.figures import middle, prepared
from benchmarks.ledger.measures import Bench
from infra.ledger.mapper import Mapper, Payload
from infra.ledger.row import Row

PAYLOAD_BYTES = 269
DECODES = 100_000


async def measure(bench: Bench) -> Figures:
    mapper = Mapper()
    mine = mapper.payload(spent(stream_of("decode"), state_bytes=PAYLOAD_BYTES))
    app = Application[UUID]()
    theirs = _stored(app)
    row = _row(mine)
    ratios, told = [], ""
    for _ in range(bench.rounds):
        ours = _rate(bench, lambda: mapper.event(mine.topic, mine.event_version, mine.state))
        its = _rate(bench, lambda: app.mapper.to_domain_event(theirs))
        whole = _rate(bench, lambda: mapper.recorded(row))
        ratios.append(ours / its)
        told = f"ours {ours:,.0f}/s, the library {its:,.0f}/s; ours in its envelope {whole:,.0f}/s"
        bench.tell(told)
    return {"G14": middle(ratios, told)}


def _stored(app: Application[UUID]) -> StoredEvent:
    video = library.spend(library.Video(), state_bytes=PAYLOAD_BYTES)
    stored: StoredEvent = app.mapper.to_stored_event(video.pending_events[-1])
    assert len(stored.state) == PAYLOAD_BYTES, len(stored.state)
    return stored


def _row(its: Payload) -> Row:
    id, stream = some_id("decode"), stream_of("decode")
    return Row(
        *(1, stream, "bench", 1, id, its.topic, its.event_version, NOON, "person/9"),
        *(ACCOUNT, id, id, id, None, its.state, b""),
    )


def _rate(bench: Bench, decode: Callable[[], object]) -> float:
    count = bench.count(DECODES)
    with prepared():
        begun = time.perf_counter()
        for _ in range(count):
            decode()
        return count / (time.perf_counter() - begun)
