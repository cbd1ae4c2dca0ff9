"""Moderation over a real socket: what is flagged is refused, whatever fails has its class."""

from collections.abc import Iterator

import pytest

from adapters.moderation.openai import PART_CHARACTERS_MAX, OpenAIModerator
from domain.prices import Usage
from processors.errors import (
    CallError,
    ContentRefused,
    KeyRefused,
    ModelGone,
    OutcomeUnknown,
    RateLimited,
    Unavailable,
)
from tests.adapters.providers.given import endpoint
from tests.standins import StandIn, faults, stand_in

MODEL = "omni-moderation-latest"
CALM = "The keeper lit the lamp and looked out to sea."


@pytest.fixture
def openai() -> Iterator[StandIn]:
    with stand_in("openai") as it:
        yield it


def moderator(it: StandIn) -> OpenAIModerator:
    return OpenAIModerator(endpoint(it), MODEL)


async def test_a_calm_text_passes_and_says_what_came_nearest(openai: StandIn) -> None:
    metered = await moderator(openai).moderate(CALM)
    assert metered.answer.score < 0.01
    assert metered.usage == (Usage("moderation", 1),) == openai.charges[0].usage
    assert metered.request_id


async def test_a_flagged_text_is_refused_with_its_categories(openai: StandIn) -> None:
    with pytest.raises(ContentRefused) as raised:
        await moderator(openai).moderate(f"{CALM} flag-hate flag-violence")
    assert "hate, violence" in raised.value.sentence
    assert CALM not in raised.value.sentence


async def test_a_flagged_sentence_at_the_end_of_a_long_text_is_found(openai: StandIn) -> None:
    with pytest.raises(ContentRefused):
        await moderator(openai).moderate(f"{CALM} " * 1_000 + "flag-harm")
    assert len(openai.requests) == 1


@pytest.mark.parametrize("text", [f"{CALM}\n" * 1_000, "灯" * 25_000, " ", ""])
async def test_all_of_a_text_is_sent_in_parts(openai: StandIn, text: str) -> None:
    await moderator(openai).moderate(text)
    parts = openai.requests[0].json()["input"]
    assert "".join(parts).strip() == text.strip()
    assert all(0 < len(it) <= PART_CHARACTERS_MAX for it in parts)


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        (faults.status(429, retry_after_s=3), RateLimited),
        (faults.status(500), Unavailable),
        (faults.html_502(), Unavailable),
        (faults.status(401), KeyRefused),
        (faults.status(404), ModelGone),
        (faults.drop_before_body(), OutcomeUnknown),
        (faults.answer_lost(), OutcomeUnknown),
        (faults.slow(1.5), OutcomeUnknown),
        (faults.malformed(), Unavailable),
        (faults.oversize(5_000_000), Unavailable),
    ],
    ids=lambda it: getattr(it, "name", ""),
)
async def test_every_fault_has_its_class(
    openai: StandIn, fault: faults.Fault, kind: type[CallError]
) -> None:
    openai.script(fault)
    with pytest.raises(CallError) as raised:
        await moderator(openai).moderate(CALM)
    assert type(raised.value) is kind
    assert len(openai.requests) == 1
