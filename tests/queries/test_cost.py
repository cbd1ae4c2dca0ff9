from dataclasses import replace

import psycopg
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.ids import call_stream
from domain.money import decimal_text
from queries import account, channel, cost, video
from queries.ports import Page
from tests.given import (
    ACCOUNT,
    CHANNEL,
    CHANNEL_STREAM,
    OP,
    OPENED,
    OTHER_ACCOUNT,
    REQUESTED,
    VIDEO,
    VIDEO_STREAM,
)
from tests.projections.test_cost import EUROS, FOUND, INTENDED, LINE, LOST, SUCCEEDED
from tests.queries.served import on, served, told

BEGUN = [*on(CHANNEL_STREAM, OPENED), *on(VIDEO_STREAM, REQUESTED)]
CASH = {
    "mode": "live",
    "currency": "USD",
    "kind": "cash",
    "basis": "service",
    "amount": "0.000000040",
    "lines": 1,
}
IMPUTED = CASH | {"kind": "imputed", "amount": "0.000000003"}


async def test_sums_are_decimal_strings_by_mode_currency_and_kind(database_url: str) -> None:
    history = [*BEGUN, *on(call_stream(OP), INTENDED, SUCCEEDED)]
    async with served(database_url, history) as reader:
        costs = told(await cost.of_video(reader, ACCOUNT, VIDEO))
        board = told(await video.page(reader, ACCOUNT, Page(1)))
        its_channel = told(await channel.one(reader, ACCOUNT, CHANNEL))
    assert costs["totals"] == [CASH, IMPUTED]
    assert board["items"][0]["costs"] == its_channel["costs"] == [CASH, IMPUTED]


async def test_every_line_leads_to_its_call_and_its_event(database_url: str) -> None:
    twice = replace(SUCCEEDED, lines=(replace(LINE, quantity=7), EUROS))
    async with served(database_url, BEGUN, on(call_stream(OP), INTENDED, twice)) as reader:
        costs = told(await cost.of_video(reader, ACCOUNT, VIDEO))
        few = told(await cost.of_video(reader, ACCOUNT, VIDEO, limit=1))
    first, second = costs["lines"]
    assert (first["call"], first["provider"], first["quantity"]) == ("narrate", "voices", 7)
    assert (first["unit_price"], first["amount"]) == ("0.000000008", "0.000000040")
    assert (first["position"], second["currency"]) == (4, "EUR")
    assert (len(few["lines"]), few["lines_in_all"], few["paused"]) == (1, 2, None)


async def test_an_estimate_that_was_taken_back_is_gone(database_url: str) -> None:
    history = [*BEGUN, *on(call_stream(OP), INTENDED, LOST, FOUND)]
    async with served(database_url, history) as reader:
        costs = told(await cost.of_video(reader, ACCOUNT, VIDEO))
    assert costs["totals"] == [CASH | {"amount": "0.000000030"}]
    assert [it["metering"] for it in costs["lines"]] == ["exact"]


async def test_sums_that_have_stopped_say_why(database_url: str) -> None:
    async with served(database_url, BEGUN) as reader:
        with psycopg.connect(database_url) as connection:
            connection.execute("UPDATE ops.checkpoints SET paused = 'broken at 3'")
        assert told(await cost.of_video(reader, ACCOUNT, VIDEO))["paused"] == "broken at 3"


async def test_another_accounts_costs_are_not_there(database_url: str) -> None:
    async with served(database_url, BEGUN) as reader:
        assert await cost.of_video(reader, OTHER_ACCOUNT, VIDEO) is None
        assert await account.one(reader, OTHER_ACCOUNT) is None


AMOUNTS = f"SELECT {cost.AMOUNT} FROM unnest(%s::numeric(38,0)[]) AS its (amount_nanos)"


@given(st.lists(st.integers(1 - 10**38, 10**38 - 1), min_size=1), st.integers(-(10**18), 10**18))
@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_amounts_are_told_exactly_and_as_the_domain_does(
    database_url: str, amounts: list[int], usual: int
) -> None:
    with psycopg.connect(database_url) as connection:
        found = connection.execute(AMOUNTS.encode(), ([*amounts, usual],)).fetchall()
    said = [it for (it,) in found]
    assert [int(it.replace(".", "")) for it in said] == [*amounts, usual]
    assert said[-1] == decimal_text(usual)
