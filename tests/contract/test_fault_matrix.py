"""Every adapter meets every fault: its class is the right one, and no charge is lost or doubled.

A charge is accounted for where the adapter tells usage, with an answer or with an error, or
where it says that the outcome is unknown: then the journal keeps an estimate.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from adapters.providers.endpoint import Endpoint
from domain.prices import Metering, Usage
from processors.errors import CallError, KeyRefused, OutcomeUnknown, RateLimited, Unavailable
from processors.ports import Metered
from tests.contract.subjects import KEY, SUBJECTS, TEXT, Subject
from tests.contract.validity import logged_faults
from tests.standins import StandIn, faults, stand_in
from tests.standins.faults import Fault, Kind
from tests.standins.messages import Refusal

SHORT_S, LONG_S = 0.5, 20.0
HUGE = 400 * 2**20

UNDONE: tuple[tuple[Fault, type[CallError]], ...] = (
    (faults.status(429, retry_after_s=7), RateLimited),
    (faults.status(500), Unavailable),
    (faults.status(503, retry_after_s=7), Unavailable),
    (faults.html_502(), Unavailable),
)
LOST = (
    faults.drop_before_body(),
    faults.answer_lost(),
    faults.drop_after(30),
)


@dataclass
class Asked:
    """One adapter before its stand-in; what its calls came to."""

    it: StandIn
    subject: Subject
    folder: Path
    timeout_s: float = LONG_S
    told: list[Metered[Any] | CallError] = field(default_factory=list)

    async def once(self) -> Metered[Any] | CallError:
        endpoint = Endpoint(self.subject.provider, self.it.url, lambda: KEY, self.timeout_s)
        try:
            self.told.append(await self.subject.once(endpoint, self.folder)())
        except CallError as error:
            self.told.append(error)
        return self.told[-1]

    def is_accounted_for(self) -> bool:
        """One order a call, and of every charge either usage or an unknown outcome."""
        known = [it for it in self.told if isinstance(it, OutcomeUnknown) or quantity(it.usage)]
        ordered = [it for it in self.it.requests if it.method == "POST"]
        return len(ordered) == len(self.told) and len(known) >= len(self.it.charges)


def quantity(usage: tuple[Usage, ...]) -> int:
    return sum(it.quantity for it in usage)


def by_meter(usage: tuple[Usage, ...]) -> Counter[str]:
    total: Counter[str] = Counter()
    for it in usage:
        total[it.meter] += it.quantity
    return total


@pytest.fixture(params=SUBJECTS)
def asked(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Asked]:
    subject = SUBJECTS[request.param]
    with stand_in(subject.provider) as it:
        yield Asked(it, subject, tmp_path)


async def test_what_is_told_is_what_was_billed(asked: Asked) -> None:
    told = await asked.once()

    assert isinstance(told, Metered)
    assert by_meter(told.usage) == by_meter(asked.it.charges[0].usage)
    assert asked.is_accounted_for()


async def test_every_request_is_as_its_provider_published(asked: Asked) -> None:
    await asked.once()

    found = [logged_faults(asked.subject.provider, it) for it in asked.it.requests]
    assert found
    assert not any(found)


@pytest.mark.parametrize(("fault", "kind"), UNDONE, ids=lambda it: getattr(it, "name", ""))
async def test_what_was_not_done_costs_nothing(
    asked: Asked, fault: Fault, kind: type[CallError]
) -> None:
    asked.it.script(fault)

    told = await asked.once()

    assert (type(told), told.usage, asked.it.charges) == (kind, (), [])
    assert isinstance(told, Unavailable)
    assert told.after_s == (7 if fault.headers else None)
    assert asked.is_accounted_for()


@pytest.mark.parametrize("fault", LOST, ids=lambda it: it.name)
async def test_what_may_have_been_done_is_unknown(asked: Asked, fault: Fault) -> None:
    asked.it.script(fault)

    told = await asked.once()

    assert type(told) is OutcomeUnknown
    assert len(asked.it.charges) == (fault.kind is not Kind.DROP_BEFORE_BODY)
    assert asked.is_accounted_for()


async def test_an_answer_that_was_not_waited_for_is_unknown(asked: Asked) -> None:
    asked.it.script(None, faults.slow(SHORT_S * 2))
    await asked.once()
    asked.timeout_s = SHORT_S

    told = await asked.once()

    assert (type(told), len(asked.it.charges)) == (OutcomeUnknown, 2)
    assert asked.is_accounted_for()


async def test_nobody_there_is_no_unknown_outcome(asked: Asked) -> None:
    asked.it.__exit__()

    told = await asked.once()

    assert (type(told), told.usage) == (Unavailable, ())


async def test_after_a_failure_the_next_call_is_paid_once(asked: Asked) -> None:
    asked.it.script(faults.status(500))

    told = [await asked.once(), await asked.once()]

    assert [type(it) for it in told] == [Unavailable, Metered]
    assert len(asked.it.charges) == 1
    assert asked.is_accounted_for()


async def test_half_an_answer_is_of_no_use_and_paid(asked: Asked) -> None:
    asked.it.script(faults.malformed())

    told = await asked.once()

    code = told.code if isinstance(told, Unavailable) else ""
    assert code == ("" if asked.subject.is_binary else "malformed-answer")
    assert len(asked.it.charges) == 1
    assert asked.is_accounted_for()


@pytest.mark.parametrize("fault", [faults.missing_usage(), faults.partial_usage()])
async def test_usage_that_is_missing_is_never_nothing(asked: Asked, fault: Fault) -> None:
    asked.it.script(fault)

    told = await asked.once()

    assert isinstance(told, Metered)
    assert quantity(told.usage) > 0
    assert asked.is_accounted_for()


async def test_usage_that_is_missing_is_said_to_be(asked: Asked) -> None:
    asked.it.script(None, faults.missing_usage())

    whole, bare = [await asked.once(), await asked.once()]

    assert isinstance(whole, Metered)
    assert isinstance(bare, Metered)
    assert bare.metering is not Metering.EXACT or bare.usage == whole.usage


async def test_an_answer_far_too_large_is_cut_off_and_paid(asked: Asked) -> None:
    asked.it.script(faults.oversize(HUGE))

    told = await asked.once()

    assert isinstance(told, Unavailable)
    assert told.code == "answer-too-large"
    assert asked.is_accounted_for()


async def test_an_expired_key_is_refused(asked: Asked) -> None:
    asked.it.refused_keys.add(KEY)

    told = await asked.once()

    assert (type(told), told.usage, asked.it.charges) == (KeyRefused, (), [])
    assert KEY not in str(told)


@pytest.mark.parametrize("status", [400, 401, 403, 404, 422, 429, 500])
async def test_no_message_of_a_provider_is_told(
    asked: Asked, status: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    worded = asked.it.wording

    def quoting(refusal: Refusal) -> object:
        refusal.message = f"{KEY} cannot have “{TEXT}”"
        return worded(refusal)

    monkeypatch.setattr(asked.it, "wording", quoting)
    asked.it.script(faults.status(status))

    told = await asked.once()

    assert isinstance(told, CallError)
    assert KEY not in told.sentence
    assert TEXT not in told.sentence
