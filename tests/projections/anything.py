"""Any event on any stream, in any order: more than a ledger would ever hold."""

from datetime import UTC, date, datetime
from uuid import UUID

from hypothesis import strategies as st

import domain.streams  # noqa: F401 - enters every event in the catalog
from domain.event import Event, catalog
from domain.ids import StreamId
from infra.ledger.mapper import Mapper, UnfitEvent

IDS = [UUID(int=n) for n in (1, 2, 3)]
WORDS = st.sampled_from(["", "ice", "naïve 日本", 'it\'s {braced} %s \\ "said"'])
MOMENTS = [datetime(2026, 1, day, 12, tzinfo=UTC) for day in (1, 2)]

for made, strategy in {
    UUID: st.sampled_from(IDS),
    str: WORDS,
    int: st.integers(-9, 9),
    float: st.floats(-20, 20),
    datetime: st.sampled_from(MOMENTS),
    date: st.sampled_from([it.date() for it in MOMENTS]),
}.items():
    st.register_type_strategy(made, strategy)


def stream_of(event: type[Event]) -> st.SearchStrategy[StreamId]:
    kind = catalog[event].name.partition(".")[0]
    return st.sampled_from([StreamId(f"{kind}/{it}") for it in IDS])


def entry_of(event: type[Event]) -> st.SearchStrategy[tuple[StreamId, Event]]:
    return st.tuples(stream_of(event), st.from_type(event))


MAPPER = Mapper()


def fits(entry: tuple[StreamId, Event]) -> bool:
    """Whether a ledger would take it: events are bounded in size."""
    try:
        MAPPER.payload(entry[1])
    except UnfitEvent:
        return False
    return True


OURS = [it for it in catalog if it.__module__.startswith("domain.")]
entries = st.sampled_from(OURS).flatmap(entry_of)
histories = st.lists(entries.filter(fits), max_size=25)
