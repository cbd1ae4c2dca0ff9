"""The providers' benchmark counts what it says; its figures come of `benchmarks.providers`."""

import subprocess
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest

from benchmarks.providers.accounting import Account, Books, by_job
from benchmarks.providers.bench import FILMS, RUNS
from benchmarks.providers.catalog import MEASURES
from benchmarks.providers.claims import CLAIMS, GROUPS
from benchmarks.providers.killing import lived
from benchmarks.providers.lives import Run
from benchmarks.providers.moments import HOPS, Death, Moment
from benchmarks.providers.stories import stories
from benchmarks.providers.subjects import SUBJECTS
from domain.event import Event, Recorded
from domain.ids import ChannelId, VideoId, call_stream
from domain.mode import Mode
from domain.originality import Earlier, likest
from domain.prices import Usage
from tests.domain.test_call import (
    ABOUT,
    FAILED,
    FOUND,
    INTENDED,
    LINE,
    LOST,
    NEVER_RAN,
    SUCCEEDED,
)
from tests.given import OP
from tests.projections.tables import recorded
from tests.standins.messages import Charge, Request

ROOT = Path(__file__).parents[2]
ASKED = Request(1, "POST", "/speech", {}, {}, b"{}", 0.0)
CHARGE = Charge(ASKED, "one", (Usage(LINE.meter, LINE.quantity),))


def happened(*events: Event) -> list[Recorded]:
    return [recorded(n, call_stream(OP), it) for n, it in enumerate(events, start=1)]


def account(*events: Event, charges: int = 1) -> Account:
    return Books.of(happened(INTENDED, *events)).account([CHARGE] * charges)


def run(*options: str) -> subprocess.CompletedProcess[str]:
    argv = [sys.executable, "-m", "benchmarks.providers", *options]
    return subprocess.run(argv, cwd=ROOT, capture_output=True, text=True, check=False)


def met(told: subprocess.CompletedProcess[str]) -> dict[str, str]:
    """Whether each goal is met, by its id."""
    assert told.returncode == 0, told.stderr
    rows = [it.split("|") for it in told.stdout.splitlines() if it.startswith("| P")]
    return {row[1].strip(): row[-2].strip() for row in rows}


def test_each_goal_has_a_measure() -> None:
    assert set(MEASURES) == set(GROUPS)


def test_every_adapter_dies_at_every_moment() -> None:
    planned = Counter((its.name, its.deaths[0].moment) for its in map(Run.planned, range(RUNS)))
    for name, subject in SUBJECTS.items():
        times = [planned[name, it] for it in subject.moments]
        assert min(times) > 0
        assert max(times) - min(times) <= 1


def test_the_moments_of_a_hop_are_passed_by_a_chain_whose_first_has_gone() -> None:
    hopping = [name for name, it in SUBJECTS.items() if set(it.moments) >= HOPS]
    assert hopping == ["script, by the next"]


def dying(subject: str, *moments: Moment, seed: int) -> Run:
    """A run of this adapter that dies at these moments and at no others."""
    n = list(SUBJECTS).index(subject) + seed * len(SUBJECTS)
    return replace(Run.planned(n), deaths=[Death(it) for it in moments])


@pytest.mark.slow
def test_a_worker_that_is_killed_between_two_providers_pays_the_second_one_once(
    tmp_path: Path,
) -> None:
    runs = [
        dying("script, by the next", Moment.HOP, seed=1),
        dying("script, by the next", Moment.HOPPED, seed=2),
        dying("script, by the next", Moment.HOP, Moment.HOPPED, Moment.REPORT, seed=3),
        dying("script, compatible", Moment.SEND, Moment.REPORT, seed=4),
    ]
    found = lived(tmp_path, runs)
    for it in runs:
        assert (it.ended.code, it.deaths) == ("", []), it.told()
        account = Books.of(found.get(it.job_id, [])).account(it.charges)
        assert (account.lost, account.invented, account.unnamed) == (0, 0, 0), it.told()
    assert [it.most_charged for it in runs] == [1, 1, 1, 0]


@pytest.mark.slow
def test_what_has_a_name_is_paid_once_whenever_its_worker_is_killed(tmp_path: Path) -> None:
    named = [Moment.ACCEPTED, Moment.WORK, Moment.KEEP, Moment.REPORT]
    runs = [dying("judge", it, seed=n) for n, it in enumerate((*named, Moment.ACCEPT), 1)]
    lived(tmp_path, runs)
    assert [it.ended.code for it in runs] == [""] * len(runs)
    # Killed before the name is recorded, nobody can ask for it.
    assert [it.most_charged for it in runs] == [1, 1, 1, 1, 2]


def test_the_same_run_dies_the_same_deaths() -> None:
    assert Run.planned(7).deaths == Run.planned(7).deaths


@pytest.mark.parametrize("told", [SUCCEEDED, FOUND])
def test_a_charge_with_its_cost_is_accounted_for(told: Event) -> None:
    assert account(told) == Account(charges=1, costs=1)


def test_a_charge_without_a_cost_is_lost() -> None:
    assert account(NEVER_RAN).lost == 1


def test_a_cost_without_a_charge_is_invented() -> None:
    assert account(SUCCEEDED, charges=0).invented == 1


def test_a_cost_of_other_quantities_is_none_of_this_charge() -> None:
    other = replace(SUCCEEDED, lines=(replace(LINE, quantity=LINE.quantity + 1),))
    assert (account(other).lost, account(other).invented) == (1, 1)


def test_a_broken_answer_may_have_an_estimated_cost() -> None:
    other = replace(FAILED, lines=(replace(LINE, quantity=LINE.quantity + 1),))
    assert account(other) == Account(charges=1, costs=1)
    assert account(other, charges=0).invented == 1


@pytest.mark.parametrize("charges", [0, 1])
def test_an_unknown_outcome_may_have_been_charged(charges: int) -> None:
    its = account(LOST, charges=charges)
    assert its == Account(charges=charges, unknown=1)
    assert its.unknown_charged == charges


def test_an_intent_that_nobody_settled_is_unknown_and_has_no_name() -> None:
    assert account() == Account(charges=1, unknown=1, unnamed=1)
    assert account(replace(LOST, sentence="")).unnamed == 1


def test_work_of_this_machine_is_not_counted() -> None:
    here = replace(INTENDED, provider=replace(INTENDED.provider, mode=Mode.OFFLINE))
    assert Books.of(happened(here, SUCCEEDED)).account([]) == Account()


def test_events_of_calls_are_found_by_their_job() -> None:
    assert list(by_job(happened(INTENDED, SUCCEEDED))) == [ABOUT.job_id]


def test_no_story_says_again_what_another_one_said() -> None:
    told = [
        Earlier(VideoId(UUID(int=n)), ChannelId(UUID(int=1)), str(n), it)
        for n, it in enumerate(stories(FILMS))
    ]
    for n, it in enumerate(told):
        found = likest(it.text, [*told[:n], *told[n + 1 :]])
        assert found is not None
        assert found.originality > 0.5


@pytest.mark.slow
def test_calls_that_were_killed_are_paid_for_once_and_accounted_for() -> None:
    told = run("--quick", "--only", "P2")
    goals = [it.id for it in CLAIMS if it.group == "P2"]
    assert met(told) == dict.fromkeys(goals, "yes"), told.stdout + told.stderr


@pytest.mark.slow
def test_a_bad_day_ends_in_films_and_tells_nobody_a_secret() -> None:
    told = run("--quick", "--only", "P6,P7")
    goals = [it.id for it in CLAIMS if it.group in ("P6", "P7")]
    assert met(told) == dict.fromkeys(goals, "yes"), told.stdout + told.stderr
