"""`ytempire account`: what it is, what keeps it, and its end."""

import asyncio

from domain.account import AccountErased, Erasure, ErasureFailed
from domain.event import Event
from domain.ids import account_stream
from tests.api.addressed import addressed, code_of
from tests.cli.asking import Installation, sentence
from tests.faults.loop import eventually
from tests.given import ACCOUNT, JOB, because
from tests.infra.histories import Record

ME = account_stream(ACCOUNT)
HALTED = ErasureFailed(JOB, "disk-full", "the disk is full")


async def then(here: Installation, event: Event) -> None:
    """What a worker reports of an erasure once it has begun."""
    ledger = here.api.deps.ledger

    async def begun() -> bool:
        return (await ledger.state(ME)).erasure is Erasure.BEGUN

    await eventually(begun)
    await ledger.carry_out(Record(((ME, event),)), because(7_000))


async def test_an_erasure_needs_a_word_that_nobody_says_by_accident(here: Installation) -> None:
    refused = await here.says("account", "erase")
    assert refused.exit_code == 2
    assert "would be gone for good" in sentence(refused)
    assert (await here.done("account", "show"))["erasure"] == "none"


async def test_another_account_is_not_this_tokens_to_erase(here: Installation) -> None:
    refused = await here.says("account", "erase", "ffffffff", "--yes")
    assert refused.exit_code == 2
    assert "ffffffff is not its to erase" in sentence(refused)


async def test_an_account_that_must_be_kept_is_refused_with_the_reason(here: Installation) -> None:
    await here.done("account", "hold", "books", "--until", "2031-12-31")
    refused = await here.says("account", "erase", "--yes")
    assert refused.exit_code == 1
    assert "must be kept until 2031-12-31" in sentence(refused)
    found = await here.says("account", "show")
    assert "books, until 2031-12-31" in found.stdout
    assert (await here.done("account", "release"))["code"] == "recorded"
    assert "nothing new" in (await here.says("account", "release")).stderr


async def test_an_erasure_is_waited_for(here: Installation) -> None:
    done, _ = await asyncio.gather(
        here.done("account", "erase", "--yes"), then(here, AccountErased(JOB))
    )
    assert (done["account_id"], done["erasure"]) == (str(ACCOUNT), "erased")


async def test_an_erasure_that_comes_to_a_halt_says_why(here: Installation) -> None:
    said, _ = await asyncio.gather(here.says("account", "erase", "--yes"), then(here, HALTED))
    assert said.exit_code == 1
    assert "came to a halt: the disk is full; ask again" in sentence(said)


async def test_a_day_that_is_past_keeps_nothing(here: Installation) -> None:
    refused = await here.says("account", "hold", "books", "--until", "2020-01-01")
    assert refused.exit_code == 2
    assert "a hold until 2020-01-01 would be over already" in sentence(refused)


async def test_an_account_that_was_erased_is_not_kept_any_more(here: Installation) -> None:
    await here.done("account", "hold", "order")
    record = Record(((ME, AccountErased(JOB)),))
    receipt = await here.api.deps.ledger.carry_out(record, because(7_001))
    await here.api.get("/api/v1/account", **{"YT-Position": str(receipt.position)})
    found = await here.says("account", "show")
    assert "erased" in found.stdout
    assert "kept" not in found.stdout


async def test_an_address_is_verified_by_the_code_of_a_mail(here: Installation) -> None:
    await addressed(here.api)
    found = await here.says("account", "show")
    assert "me@example.com, not verified" in found.stdout
    asked = await here.says("account", "verify")
    assert asked.exit_code == 0, asked.output
    assert "on its way to me@example.com; enter it: ytempire account verify CODE" in asked.stderr
    wrong = await here.says("account", "verify", "WWWW-WWWW")
    assert wrong.exit_code == 2
    assert "This is not the code of the last mail; 4 more may be entered" in sentence(wrong)
    done = await here.says("account", "verify", await code_of(here.api))
    assert "me@example.com is verified" in done.stderr
    found = await here.says("account", "show")
    assert "me@example.com, verified 20" in found.stdout
    again = await here.says("account", "verify")
    assert (again.exit_code, sentence(again)) == (
        2,
        "this address is verified already (email-verified)",
    )


async def test_an_account_without_an_address_is_told_so(here: Installation) -> None:
    refused = await here.says("account", "verify")
    assert refused.exit_code == 2
    assert "has no address that mail could go to" in sentence(refused)
