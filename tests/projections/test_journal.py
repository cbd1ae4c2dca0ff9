"""The journal as rows: every line twice, on opposite sides, under its mode and currency."""

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.call import About, CallSucceeded
from domain.event import Event
from domain.ids import StreamId, call_stream, cost_stream
from domain.prices import PricedLine
from projections import cost
from projections.journal import PROJECTION
from projections.table import Key, Row
from tests.domain.test_cost import ADJUSTED
from tests.domain.video.history import PUBLIC
from tests.given import ACCOUNT, JOB, OP, VIDEO, VIDEO_STREAM
from tests.projections.anything import entry_of
from tests.projections.tables import cut, followed, history, paged, rows, told
from tests.projections.test_cost import (
    EUROS,
    FAILED,
    FOUND,
    INTENDED,
    LATE,
    LINE,
    LOST,
    NEVER_RAN,
    OWN_TIME,
    SUCCEEDED,
)


def postings(*events: Event) -> dict[Key, Row]:
    return rows(told(PROJECTION, call_stream(OP), INTENDED, *events), "journal_postings")


def balance(*events: Event, stream: StreamId | None = None) -> dict[str, int]:
    """Debits less credits by account, of all that is kept in dollars."""
    tables = told(PROJECTION, stream or call_stream(OP), *events)
    found = Counter[str]()
    for key, row in rows(tables, "journal_balances").items():
        found[str(key[3])] += int(str(row["debit_nanos"])) - int(str(row["credit_nanos"]))
    return {account: nanos for account, nanos in found.items() if nanos}


def test_every_line_is_a_debit_and_a_credit_that_lead_to_their_event() -> None:
    first, second, *_ = postings(SUCCEEDED).values()
    assert (first["account"], first["debit_nanos"]) == ("cash/work-in-progress", 40)
    assert (second["account"], second["credit_nanos"]) == ("cash/owed", 40)
    assert (first["event"], first["source_id"], first["basis"]) == ("call.succeeded", OP, "books")


def test_cash_and_imputed_time_are_kept_in_books_of_their_own() -> None:
    assert balance(INTENDED, SUCCEEDED) == {
        "cash/work-in-progress": 40,
        "cash/owed": -40,
        "imputed/work-in-progress": 3,
        "imputed/owed": -3,
    }


def test_an_estimate_is_taken_back_when_the_charge_is_known() -> None:
    assert balance(LOST) == {"estimated/work-in-progress": 80, "estimated/owed": -80}
    assert balance(LOST, FOUND) == {"cash/work-in-progress": 30, "cash/owed": -30}
    assert balance(LOST, NEVER_RAN) == {}


def test_an_estimate_that_was_kept_is_still_one() -> None:
    kept = replace(NEVER_RAN, lines=(LINE,))
    assert balance(LOST, kept) == {"estimated/work-in-progress": 40, "estimated/owed": -40}
    late = replace(LATE, replaced=(LINE,))
    assert balance(LOST, kept, late) == {"cash/work-in-progress": 40, "cash/owed": -40}


def test_a_cost_of_no_video_is_not_allocated() -> None:
    of_nobody = replace(FAILED, about=About(ACCOUNT, None, None, JOB))
    assert balance(of_nobody) == {"cash/unallocated": 40, "cash/owed": -40}


def test_a_correction_is_posted_beside_what_it_corrects() -> None:
    less = replace(ADJUSTED, lines=(replace(LINE, amount_nanos=-15),))
    corrected = balance(less, stream=cost_stream(ACCOUNT))
    assert corrected == {"cash/work-in-progress": -15, "cash/owed": 15}


def test_a_fixed_cost_is_posted_as_such() -> None:
    plan = replace(ADJUSTED, fixed=True, video_id=None, channel_id=None)
    assert balance(plan, stream=cost_stream(ACCOUNT)) == {"cash/fixed": 40, "cash/owed": -40}


def test_a_video_says_when_its_costs_move_and_to_where() -> None:
    moves = rows(told(PROJECTION, VIDEO_STREAM, *PUBLIC), "outcome_moves")
    assert [it["outcome"] for it in moves.values()][-1] == "published"
    assert {it["video_id"] for it in moves.values()} == {VIDEO}


MONEY = [CallSucceeded, *(type(it) for it in (FAILED, LOST, FOUND, LATE, ADJUSTED))]
moneyed = st.lists(st.sampled_from(MONEY).flatmap(entry_of), max_size=12)


@given(moneyed, st.lists(st.integers(0, 12)))
def test_debits_equal_credits_in_every_mode_and_currency_after_every_event(
    entries: list[tuple[StreamId, Event]], cuts: list[int]
) -> None:
    events = followed(PROJECTION, history(entries))
    for page in range(len(events) + 1):
        tables = paged(PROJECTION, cut(events[:page], [it for it in cuts if it <= page]))
        for table in ("journal_postings", "journal_balances"):
            assert set(sides(rows(tables, table)).values()) <= {0}


@pytest.mark.parametrize("line", [LINE, OWN_TIME, EUROS])
@given(data=st.data())
def test_the_books_hold_what_the_costs_sum_up_to(line: PricedLine, data: st.DataObject) -> None:
    again = st.sampled_from([SUCCEEDED, FAILED, replace(SUCCEEDED, lines=(line, LINE))])
    entries = [(call_stream(OP), it) for it in data.draw(st.lists(again, max_size=5))]
    events = history([*entries, (cost_stream(ACCOUNT), ADJUSTED)])
    its = rows(paged(PROJECTION, [events]), "journal_balances")
    totals = rows(paged(cost.PROJECTION, [events]), "cost_totals")
    summed = {
        (mode, currency): row["amount_nanos"]
        for (scope, _, mode, currency, kind), row in totals.items()
        if (scope, kind) == ("account", "cash")
    }
    posted = Counter[tuple[object, object]]()
    for (_, _, _, account, mode, currency), row in its.items():
        if account == "cash/work-in-progress":
            posted[mode, currency] += int(str(row["debit_nanos"])) - int(str(row["credit_nanos"]))
    assert posted == summed


def sides(found: dict[Key, Row]) -> dict[tuple[object, ...], int]:
    """Debits less credits by mode and currency."""
    summed = Counter[tuple[object, ...]]()
    for key, row in found.items():
        summed[key[-2:]] += int(str(row["debit_nanos"])) - int(str(row["credit_nanos"]))
    return summed
