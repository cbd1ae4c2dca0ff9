from dataclasses import replace
from uuid import UUID

import pytest

from domain.call import About
from domain.ids import OpId, VideoId, call_stream, cost_stream, video_stream
from domain.mode import Mode
from domain.prices import LineKind
from queries import cost_summary
from tests.domain.test_cost import ADJUSTED
from tests.domain.video.history import PUBLIC
from tests.given import ACCOUNT, CHANNEL, JOB, OP, REQUESTED, VIDEO_STREAM
from tests.projections.test_cost import FAILED, INTENDED, LINE, LOST, SUCCEEDED
from tests.projections.test_video import FAILED as VIDEO_FAILED
from tests.queries.served import on, served, told

LOST_VIDEO = VideoId(UUID(int=44))
ITS = About(ACCOUNT, CHANNEL, LOST_VIDEO, JOB)
FILMED = [*on(VIDEO_STREAM, *PUBLIC), *on(call_stream(OP), INTENDED, SUCCEEDED)]
IN_VAIN = [
    *on(video_stream(LOST_VIDEO), REQUESTED, VIDEO_FAILED),
    *on(call_stream(OpId(UUID(int=45))), replace(INTENDED, about=ITS), replace(FAILED, about=ITS)),
]


async def test_what_failed_is_paid_for_by_the_films_that_were_finished(database_url: str) -> None:
    async with served(database_url, FILMED, IN_VAIN) as reader:
        found = told(await cost_summary.of_account(reader, ACCOUNT))
    cash = {it["outcome"]: it["amount"] for it in found["outcomes"] if it["book"] == "cash"}
    assert cash == {"published": "0.000000040", "failed": "0.000000040"}
    (total,) = (it for it in found["totals"] if it["book"] == "cash")
    assert (total["amount"], total["per_film_minute"]) == ("0.000000080", "0.000000107")


SIMULATED = on(VIDEO_STREAM, *PUBLIC) + on(
    call_stream(OP),
    replace(INTENDED, provider=replace(INTENDED.provider, mode=Mode.SIMULATED)),
    replace(
        SUCCEEDED,
        lines=(replace(LINE, mode=Mode.SIMULATED, kind=LineKind.WOULD_HAVE_COST),),
    ),
)


@pytest.mark.parametrize("nanos", [30, -30])
async def test_a_correction_of_live_work_is_shared_by_no_simulated_film(
    database_url: str, nanos: int
) -> None:
    corrected = replace(ADJUSTED, lines=(replace(LINE, amount_nanos=nanos),))
    async with served(database_url, SIMULATED, on(cost_stream(ACCOUNT), corrected)) as reader:
        found = told(await cost_summary.of_account(reader, ACCOUNT))
    by_mode = {
        it["mode"]: (it["films"], it["film_ms"], it["per_film_minute"]) for it in found["totals"]
    }
    assert by_mode == {"live": (0, 0, None), "simulated": (1, 45_000, "0.000000053")}
    assert (found["films"], found["film_ms"]) == (1, 45_000)


async def test_a_minute_never_costs_less_than_nothing(database_url: str) -> None:
    taken_back = replace(ADJUSTED, lines=(replace(LINE, amount_nanos=-41),))
    async with served(database_url, FILMED, on(cost_stream(ACCOUNT), taken_back)) as reader:
        found = told(await cost_summary.of_account(reader, ACCOUNT))
    (cash,) = (it for it in found["totals"] if it["book"] == "cash")
    assert (cash["amount"], cash["films"], cash["per_film_minute"]) == ("-0.000000001", 1, None)


async def test_without_a_film_there_is_no_minute_to_share_it(database_url: str) -> None:
    imagined = replace(LINE, kind=LineKind.WOULD_HAVE_COST)
    lost = replace(LOST, lines=(LINE, imagined))
    history = [*on(VIDEO_STREAM, REQUESTED), *on(call_stream(OP), INTENDED, lost)]
    async with served(database_url, history) as reader:
        found = told(await cost_summary.of_account(reader, ACCOUNT))
    assert [(it["book"], it["per_film_minute"]) for it in found["totals"]] == [
        ("estimated", None),
        ("would-have-cost", None),
    ]
    assert {it["outcome"] for it in found["outcomes"]} == {"unallocated"}
