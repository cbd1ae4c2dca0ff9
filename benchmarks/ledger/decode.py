"""G14: a stored payload of 269 bytes becomes an event, by our mapper and by the library's.

One by one, both; in CPU time, in turns, since it waits for nothing. The library's event holds its
stream and version itself; the note has ours with its envelope, and as a scan makes events of the
rows of a page, with its position and stream.
"""

import time
from collections.abc import Callable, Sequence
from itertools import repeat
from uuid import UUID

from eventsourcing.application import Application
from eventsourcing.persistence import StoredEvent

from benchmarks.claims import Figures
from benchmarks.ledger import library
from benchmarks.ledger.events import ACCOUNT, NOON, some_id, spent, stream_of
from benchmarks.ledger.figures import middle, prepared
from benchmarks.ledger.measures import Bench
from infra.ledger.mapper import Mapper, Payload
from infra.ledger.row import Row
from infra.ledger.scanned import Layout, scanned

PAYLOAD_BYTES = 269
DECODES = 100_000
TURNS, PAGE_EVENTS = 20, 500


async def measure(bench: Bench) -> Figures:
    mapper = Mapper()
    mine = mapper.payload(spent(stream_of("decode"), state_bytes=PAYLOAD_BYTES))
    app = Application[UUID]()
    theirs = _stored(app)
    row = _row(mine)
    page = [(1, stream_of("decode"), *mine)] * PAGE_EVENTS
    layout = Layout(mapper, frozenset())
    each = bench.count(DECODES) // TURNS
    ratios, told = [], ""
    for _ in range(bench.rounds):
        ours, its, whole, scan = _rates(
            (lambda: mapper.event(*mine), each, 1),
            (lambda: app.mapper.to_domain_event(theirs), each, 1),
            (lambda: mapper.recorded(row), each, 1),
            (lambda: scanned(page, layout), max(1, each // PAGE_EVENTS), PAGE_EVENTS),
        )
        ratios.append(ours / its)
        told = (
            f"ours {ours:,.0f}/s, the library {its:,.0f}/s; ours in its envelope {whole:,.0f}/s, "
            f"in a page of a scan {scan:,.0f}/s"
        )
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


Decoded = tuple[Callable[[], object], int, int]
"""What decodes, how often it does so in a turn, how many at once."""


def _rates(*these: Decoded) -> Sequence[float]:
    spent_s = [0.0] * len(these)
    with prepared():
        for _ in range(TURNS):
            for n, (decode, times, _) in enumerate(these):
                spent_s[n] += _seconds(decode, times)
    done = [TURNS * times * at_once for _, times, at_once in these]
    return [events / seconds for events, seconds in zip(done, spent_s, strict=True)]


def _seconds(decode: Callable[[], object], times: int) -> float:
    begun = time.process_time()
    for _ in repeat(None, times):
        decode()
    return time.process_time() - begun
