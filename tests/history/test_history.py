"""Whatever was stored once loads for ever: a sample of every shape is kept and checked."""

import pytest

from domain.event import EventType, catalog
from infra.ledger.entry_hash import entry_hash
from infra.ledger.mapper import Mapper
from infra.ledger.row import Row
from tests.history.samples import dump, file_of, in_file, load, missing, ours, stored

EVENTS = {its.name: (cls, its) for cls, its in ours()}
SAMPLES = {f"{it.topic}.v{it.event_version}-{it.notification_id}": it for it in stored()}
MAPPER = Mapper()


@pytest.mark.parametrize("name", EVENTS)
def test_every_alternative_of_every_shape_has_a_sample(name: str) -> None:
    cls, its = EVENTS[name]
    assert missing(cls, in_file(file_of(its))) == [], (
        "a changed shape takes a new version, and an upcaster for the old one;"
        " then run: python -m tests.history.samples"
    )


@pytest.mark.parametrize("sample", SAMPLES.values(), ids=SAMPLES)
def test_every_sample_loads_and_is_written_the_same_again(sample: Row) -> None:
    event = MAPPER.recorded(sample).event
    if catalog[type(event)] == EventType(sample.topic, sample.event_version):
        assert MAPPER.payload(event).state == sample.state


@pytest.mark.parametrize("sample", SAMPLES.values(), ids=SAMPLES)
def test_every_sample_has_the_hash_of_its_layout(sample: Row) -> None:
    assert entry_hash(sample) == sample.entry_hash


def test_a_changed_sample_is_noticed() -> None:
    sample = next(iter(SAMPLES.values()))
    told = dump(sample) | {"actor": "person/somebody-else"}
    assert load(dump(sample)) == sample
    assert entry_hash(load(told)) != sample.entry_hash


def test_no_sample_is_of_an_event_that_was_forgotten() -> None:
    known: set[str] = {its.name for its in catalog.values()}
    assert {it.topic for it in SAMPLES.values()} <= known
