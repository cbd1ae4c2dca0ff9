"""An event and its row: names outlive classes, old shapes are lifted, the rest is told."""

from contextlib import suppress
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError
from pydantic_core import from_json, to_json

from domain.event import Event, EventType, catalog
from infra.ledger.loader import loader
from infra.ledger.mapper import WRONG, Fields, Mapper, Payload, UnfitEvent, UnknownEvent
from tests.projections.anything import MAPPER as EVERY
from tests.projections.anything import OURS, entries, fits
from tests.tally import MAPPER, Counted


@dataclass(frozen=True, slots=True)
class Weighed(Event):
    grams: int
    scale: str
    share: float = 0.5


MEMBERS = st.sampled_from(
    [
        None,
        True,
        0,
        1,
        -1,
        2.0,
        0.5,
        10**30,
        "",
        "1",
        "render",
        "2026-01-01",
        [],
        ["a"],
        {},
        {"a": 1},
    ]
)
BROKEN = [
    b"",
    b"{",
    b"[]",
    b"null",
    b"{} x",
    b"{},{}",
    b"}],[{",
    b'{"n":01}',
    b"\xff",
    b"[" * 4_000,
]


def split_amount(fields: Fields) -> Fields:
    return {"weight": int(fields["amount"].removesuffix(" kg"))}


def into_grams(fields: Fields) -> Fields:
    return {"grams": fields["weight"] * 1000, "scale": "kitchen", "share": 0.25}


LIFTED = Mapper(
    {Weighed: EventType("tally.weighed", 3)},
    {("tally.weighed", 1): split_amount, ("tally.weighed", 2): into_grams},
)


@given(st.builds(Counted, st.integers(), st.text(st.characters(exclude_categories=["Cs"]))))
def test_any_event_is_the_same_after_its_row(event: Counted) -> None:
    its = MAPPER.payload(event)
    assert MAPPER.event(its.topic, its.event_version, its.state) == event


@given(entries.filter(fits))
def test_what_was_checked_when_it_was_written_is_read_as_the_same(
    entry: tuple[object, Event],
) -> None:
    _, event = entry
    assert EVERY.event(*EVERY.payload(event)) == event
    with suppress(*WRONG):
        assert read(EVERY.payload(event)) == event


@given(entries.filter(fits), st.data())
def test_what_the_check_refuses_is_not_read(
    entry: tuple[object, Event], data: st.DataObject
) -> None:
    """A member of it, or of what is in it, is another value, or gone, or unheard of."""
    _, event = entry
    topic, version, state = EVERY.payload(event)
    fields = from_json(state)
    its = data.draw(st.sampled_from([fields, *(it for it in fields.values() if type(it) is dict)]))
    name = data.draw(st.sampled_from([*its, "unheard-of"]))
    its[name] = data.draw(MEMBERS)
    if data.draw(st.booleans()):
        del its[name]
    same_as_checked(type(event), Payload(topic, version, to_json(fields)))


@pytest.mark.parametrize("state", BROKEN)
def test_what_is_no_json_object_is_no_event(state: bytes) -> None:
    for cls in OURS:
        its = catalog[cls]
        same_as_checked(cls, Payload(its.name, its.version, state))


@pytest.mark.parametrize("cls", OURS)
def test_no_event_of_ours_is_read_the_slow_way(cls: type[Event]) -> None:
    assert callable(loader(cls))


def read(its: Payload) -> Event:
    return EVERY.decoder(its.topic, its.event_version)(its.state)


def same_as_checked(cls: type[Event], its: Payload) -> None:
    refused = ""
    try:
        expected = TypeAdapter(cls).validate_json(its.state, strict=True)
    except ValidationError as wrong:
        refused = f"{its.topic} v{its.event_version} does not load: {wrong}"
    if refused:
        with pytest.raises(WRONG):
            read(its)
        with pytest.raises(UnfitEvent) as told:
            EVERY.event(*its)
        assert str(told.value) == refused
        return
    with suppress(*WRONG):
        assert read(its) == expected
    assert EVERY.payload(EVERY.event(*its)) == EVERY.payload(expected)


def test_the_fields_are_written_in_order_without_spaces() -> None:
    assert (
        MAPPER.payload(Counted(7, "naïve – 日本")).state == '{"n":7,"note":"naïve – 日本"}'.encode()
    )


def test_an_old_shape_is_lifted_through_every_version_since() -> None:
    first = LIFTED.event("tally.weighed", 1, b'{"amount":"3 kg"}')
    assert first == LIFTED.event("tally.weighed", 2, b'{"weight":3}')
    assert first == Weighed(3000, "kitchen", 0.25)


def test_a_name_that_nobody_knows_is_told() -> None:
    with pytest.raises(UnknownEvent, match=r"no event is named tally\.forgotten"):
        MAPPER.event("tally.forgotten", 1, b"{}")


def test_a_shape_from_the_future_is_told() -> None:
    with pytest.raises(UnknownEvent, match=r"tally\.counted v2 is newer than v1"):
        MAPPER.event("tally.counted", 2, b"{}")


def test_a_shape_that_nothing_lifts_is_told() -> None:
    bare = Mapper({Weighed: EventType("tally.weighed", 2)}, {})
    with pytest.raises(UnknownEvent, match=r"lifts tally\.weighed from v1"):
        bare.event("tally.weighed", 1, b"{}")


@pytest.mark.parametrize("state", [b"{}", b'{"n":"7"}', b'{"n":7', b"[]"])
def test_a_row_that_is_not_what_its_name_says_is_told(state: bytes) -> None:
    with pytest.raises(UnfitEvent, match=r"tally\.counted v1 does not load"):
        MAPPER.event("tally.counted", 1, state)


@pytest.mark.parametrize(
    "event",
    [
        Counted(1.0),  # type: ignore[arg-type] # a wrong value
        Counted(1, "\ud800"),
    ],
)
def test_a_value_of_the_wrong_type_is_never_stored(event: Counted) -> None:
    with pytest.raises(
        UnfitEvent, match=r"tally\.counted (cannot be written|would not load|v1 does not load)"
    ):
        MAPPER.payload(event)


@pytest.mark.parametrize("share", [float("nan"), float("inf")])
def test_what_is_no_number_is_never_stored(share: float) -> None:
    with pytest.raises(UnfitEvent):
        LIFTED.payload(Weighed(1, "kitchen", share))
