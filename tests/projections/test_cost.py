from dataclasses import replace

import pytest

from domain.call import (
    About,
    CallCostCameLate,
    CallFailed,
    CallIntended,
    CallOutcomeUnknown,
    CallReconciled,
    CallSucceeded,
)
from domain.event import Event
from domain.ids import call_stream
from domain.mode import Mode
from domain.prices import LineKind, Metering, PricedLine, Provider
from projections.cost import PROJECTION
from projections.table import Key, Row
from tests.given import ACCOUNT, CHANNEL, JOB, NOON, OP, VIDEO, blob
from tests.projections.tables import rows, told

ABOUT = About(ACCOUNT, CHANNEL, VIDEO, JOB)
PROVIDER = Provider("voices", "one", Mode.LIVE)
INTENDED = CallIntended(ABOUT, "narrate", 1, 1, PROVIDER, "f" * 64, NOON)
LINE = PricedLine(
    kind=LineKind.CASH,
    mode=Mode.LIVE,
    provider="voices",
    model="one",
    meter="character",
    quantity=5,
    unit_price_nanos=8,
    per=1,
    currency="USD",
    amount_nanos=40,
    list_version="v1",
    service_date=NOON.date(),
    posting_month="2026-01",
)
OWN_TIME = replace(LINE, kind=LineKind.IMPUTED, meter="cpu_ms", amount_nanos=3)
EUROS = replace(LINE, currency="EUR", amount_nanos=7)
SUCCEEDED = CallSucceeded(ABOUT, 1, blob("answer"), "r1", Metering.PARTIAL, (LINE, OWN_TIME))
FAILED = CallFailed(ABOUT, 1, "malformed", "not JSON", (LINE,))
LOST = CallOutcomeUnknown(ABOUT, 1, "the line broke", (LINE, LINE))
FOUND = CallReconciled(ABOUT, 1, blob("answer"), (replace(LINE, amount_nanos=30),), (LINE, LINE))
NEVER_RAN = CallReconciled(ABOUT, 1, None, (), (LINE, LINE))


def lines(*events: Event) -> dict[Key, Row]:
    return rows(told(PROJECTION, call_stream(OP), INTENDED, *events), "cost_lines")


def total(
    *events: Event, scope: str = "video", kind: str = "cash", currency: str = "USD"
) -> object:
    subject = {"video": VIDEO, "channel": CHANNEL, "account": ACCOUNT}[scope]
    totals = rows(told(PROJECTION, call_stream(OP), INTENDED, *events), "cost_totals")
    return totals[scope, subject, "live", currency, kind]["amount_nanos"]


def test_every_priced_line_is_a_row_that_leads_to_its_event() -> None:
    first, second = lines(SUCCEEDED).values()
    assert (first["amount_nanos"], first["kind"], first["metering"]) == (40, "cash", "partial")
    assert (first["position"], first["job_id"], first["basis"]) == (2, JOB, "service")
    assert (second["meter"], second["kind"]) == ("cpu_ms", "imputed")
    assert (first["request_id"], second["request_id"]) == ("r1", "r1")


def test_what_was_lost_has_no_name_of_its_providers() -> None:
    assert {it["request_id"] for it in lines(LOST).values()} == {""}


@pytest.mark.parametrize("scope", ["video", "channel", "account"])
def test_kinds_and_currencies_are_summed_apart(scope: str) -> None:
    again = replace(SUCCEEDED, attempt=2, lines=(LINE, EUROS))
    assert total(SUCCEEDED, again, scope=scope) == 80
    assert total(SUCCEEDED, again, scope=scope, kind="imputed") == 3
    assert total(SUCCEEDED, again, scope=scope, currency="EUR") == 7


def test_a_failed_call_keeps_its_cost_beside_the_next_attempt() -> None:
    assert total(FAILED, replace(INTENDED, attempt=2), replace(SUCCEEDED, attempt=2)) == 80


def test_a_cost_of_no_video_is_the_accounts_alone() -> None:
    unallocated = replace(SUCCEEDED, about=About(ACCOUNT, None, None, JOB))
    totals = rows(told(PROJECTION, call_stream(OP), unallocated), "cost_totals")
    assert {scope for scope, *_ in totals} == {"account"}


def test_an_unknown_outcome_stands_as_an_estimate() -> None:
    assert [it["metering"] for it in lines(LOST).values()] == ["estimated", "estimated"]
    assert total(LOST) == 80


def test_what_it_really_was_takes_the_place_of_the_estimate() -> None:
    (line,) = lines(LOST, FOUND).values()
    assert (line["amount_nanos"], line["metering"]) == (30, "exact")
    assert total(LOST, FOUND) == 30


def test_a_call_that_never_ran_cost_nothing() -> None:
    assert lines(LOST, NEVER_RAN) == {}
    assert total(LOST, NEVER_RAN) == 0


LATE = CallCostCameLate(ABOUT, 1, "it came late", Metering.PARTIAL, (LINE,), ())
SECOND = replace(INTENDED, attempt=2)


def test_a_cost_that_came_late_stands_beside_that_of_the_next_attempt() -> None:
    history = (LOST, NEVER_RAN, SECOND, LATE, replace(SUCCEEDED, attempt=2))
    assert total(*history) == 80
    late = next(it for key, it in lines(*history).items() if key[1] == 1)
    assert (late["amount_nanos"], late["metering"]) == (40, "partial")


def test_a_cost_that_came_late_takes_the_place_of_an_estimate_that_was_kept() -> None:
    kept = replace(NEVER_RAN, lines=(EUROS, LINE))
    assert [it["metering"] for it in lines(LOST, kept).values()] == ["estimated"] * 2
    late = replace(LATE, replaced=kept.lines)
    assert len(lines(LOST, kept, SECOND, late)) == 1
    assert total(LOST, kept, SECOND, late) == 40


def test_a_late_cost_leaves_the_attempt_under_way_as_it_stands() -> None:
    history = told(PROJECTION, call_stream(OP), INTENDED, NEVER_RAN, SECOND, LATE)
    (call,) = rows(history, "calls").values()
    assert (call["status"], call["attempt"]) == ("intended", 2)


@pytest.mark.parametrize(
    ("events", "status"),
    [
        ([], "intended"),
        ([SUCCEEDED], "succeeded"),
        ([FAILED], "failed"),
        ([LOST], "unknown"),
        ([LOST, FOUND], "succeeded"),
        ([LOST, NEVER_RAN], "failed"),
    ],
)
def test_a_call_says_how_it_stands(events: list[Event], status: str) -> None:
    (call,) = rows(told(PROJECTION, call_stream(OP), INTENDED, *events), "calls").values()
    assert (call["name"], call["provider"], call["status"]) == ("narrate", "voices", status)
