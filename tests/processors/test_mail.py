"""What letters about alerts say, and which alerts there is one about."""

from dataclasses import replace

import pytest

from domain.cost import CostAlert
from domain.event import Event
from domain.ids import VideoId, account_stream
from domain.job import Job, JobDeadLettered, JobFailed
from domain.mode import Mode
from domain.provider import BreakerClosed, BreakerOpened, Circuit
from domain.work import EraseAccount, WriteScript
from processors.mail import is_told, of_breaker, of_budget, of_job
from tests.given import ACCOUNT, NOON, SOURCE, VIDEO, VIDEO_STREAM

CIRCUIT = Circuit("narrate", "12345678")
SHUT = BreakerOpened(CIRCUIT, "no-funds", "elevenlabs has no funds", 1, None)
ALERT = CostAlert(
    *(ACCOUNT, Mode.LIVE, "USD", "video", VIDEO, "all", 80), 10_000_000_000, 8_500_000_000
)
DEAD = JobDeadLettered(5, "provider-unavailable", "openai failed with status 503")
WORK = WriteScript(SOURCE, "en", 45, 1)


@pytest.mark.parametrize(
    ("happened", "told"),
    [
        (ALERT, True),
        (DEAD, True),
        (SHUT, True),
        (replace(SHUT, until=NOON), False),
        (BreakerClosed(CIRCUIT, "system/breaker"), False),
        (JobFailed(1, "provider-unavailable", "away", NOON), False),
    ],
)
def test_a_letter_is_about_what_nobody_but_a_person_can_mend(
    happened: Event,
    told: bool,  # noqa: FBT001 - a case
) -> None:
    assert is_told(happened) == told


def test_a_budget_says_what_is_taken_of_what() -> None:
    notice = of_budget(ALERT)
    assert notice.subject == "80 % of the live budget of the video are taken"
    assert "8.500000000 USD of 10.000000000 USD are spent or set aside" in notice.text
    assert f"(video {VIDEO})" in notice.text
    assert "ytempire costs budget" in notice.text


@pytest.mark.parametrize("scope", ["channel-month", "channel"])
def test_a_budget_of_a_month_says_which(scope: str) -> None:
    notice = of_budget(replace(ALERT, scope=scope, period="2026-01", subject=VideoId(VIDEO)))
    assert notice.subject == "80 % of the live budget of the channel for 2026-01 are taken"


def test_a_job_of_a_video_says_why_and_how_to_go_on() -> None:
    notice = of_job(DEAD, Job(VIDEO_STREAM, ACCOUNT, WORK))
    assert notice.subject == "The job write-script was given up"
    for said in (f"video {VIDEO}", DEAD.sentence, "5 tries", f"ytempire video retry {VIDEO}"):
        assert said in notice.text


def test_a_job_that_was_tried_once_says_so() -> None:
    notice = of_job(replace(DEAD, failures=1), Job(VIDEO_STREAM, ACCOUNT, WORK))
    assert "after 1 try (provider-unavailable)" in notice.text


def test_a_job_of_an_account_says_where_to_look() -> None:
    notice = of_job(DEAD, Job(account_stream(ACCOUNT), ACCOUNT, EraseAccount()))
    assert "ytempire job list --state dead" in notice.text
    assert "video" not in notice.text


def test_a_provider_says_what_is_to_be_mended_and_then_done() -> None:
    notice = of_breaker(SHUT, "elevenlabs")
    assert notice.subject == "elevenlabs is not asked any more for narrate"
    for said in ("no-funds", SHUT.sentence, "ytempire providers reset elevenlabs"):
        assert said in notice.text
