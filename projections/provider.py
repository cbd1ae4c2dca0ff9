"""Providers: one row for each kind of work and key of which nobody asks one, or one is probed."""

from collections.abc import Iterator

from domain.event import Recorded
from domain.ids import key_of
from domain.provider import BreakerClosed, BreakerOpened, BreakerProbed, ProviderEvent
from projections.change import Change, Put, Remove
from projections.projection import Projection, events_of
from projections.table import NO_INSTANT, TEXT, WHOLE, Kind, Table

BREAKERS = Table(
    "breakers",
    key={"provider": Kind.TEXT, "work": Kind.TEXT, "key": Kind.TEXT},
    columns={
        "phase": TEXT,
        "code": TEXT,
        "sentence": TEXT,
        "times": WHOLE,
        "until": NO_INSTANT,
        "since": NO_INSTANT,
    },
)


def project(it: Recorded) -> Iterator[Change]:
    happened = it.event
    assert isinstance(happened, ProviderEvent)
    key = (key_of(it.stream), happened.circuit.work, happened.circuit.key)
    match happened:
        case BreakerOpened(code=code, sentence=sentence, times=times, until=until):
            said = {"phase": "open", "code": code, "sentence": sentence}
            yield Put(
                BREAKERS.name,
                key,
                said | {"times": times, "until": until, "since": it.recorded_at},
            )
        case BreakerProbed():
            yield Put(BREAKERS.name, key, {"phase": "probing"})
        case BreakerClosed():
            yield Remove(BREAKERS.name, key)


PROJECTION = Projection(
    name="provider",
    version=1,
    follows=events_of(ProviderEvent),
    tables=(BREAKERS,),
    project=project,
    reads=frozenset({"recorded_at"}),
)
