from dataclasses import replace
from uuid import UUID

from domain.call import About
from domain.ids import OpId, VideoId, call_stream, video_stream
from domain.prices import LineKind
from queries import cost_summary
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
