"""`ytempire costs`: the books as a person reads them, and as a program does."""

from collections.abc import AsyncIterator
from pathlib import Path

import orjson
import pytest
import pytest_asyncio

from domain.ids import call_stream
from tests.cli.asking import Installation, installed, run, sentence
from tests.commands.stage import SET_UP, its
from tests.domain.video.history import PUBLIC
from tests.given import CHANNEL, OP, REQUESTED, VIDEO
from tests.projections.test_cost import INTENDED, SUCCEEDED

NOTHING = "0.000000000"
CALLED = [(call_stream(OP), INTENDED), (call_stream(OP), SUCCEEDED)]


@pytest_asyncio.fixture
async def here(database_url: str, tmp_path: Path) -> AsyncIterator[Installation]:
    async with installed(database_url, tmp_path, [*SET_UP, *CALLED, *its(*PUBLIC)]) as it:
        yield it


async def test_a_trial_balance_has_two_sides_that_are_alike(here: Installation) -> None:
    found = await here.done("costs", "trial-balance")
    assert {it["account"] for it in found["accounts"] if it["debit"] != "0.000000000"} == {
        "cash/published",
        "imputed/published",
    }
    (total,) = found["totals"]
    assert total["debit"] == total["credit"] == "0.000000043"


async def test_a_person_reads_the_names_of_the_accounts(here: Installation) -> None:
    said = (await here.says("costs", "trial-balance")).stdout
    assert "Accounts payable to providers (cash)" in said
    assert "Cost of published videos (imputed)" in said


async def test_the_journal_is_never_cut_within_an_entry(here: Installation) -> None:
    (first, *rest) = (await here.done("costs", "journal", "--limit", "1"))["items"]
    assert {it["position"] for it in rest} == {first["position"]}
    said = (await here.says("costs", "journal")).stdout
    assert "call.succeeded" in said
    assert "outcome-moved" in said


async def test_a_cap_is_decided_shown_and_ended(here: Installation) -> None:
    said = await here.says("costs", "cap", "video", "5.00")
    assert "the video is capped at 5.00 USD of live calls, spent ones included" in said.stderr
    (cap,) = (await here.done("costs", "budget"))["caps"]
    assert (cap["scope"], cap["channel_id"], cap["cap"]) == ("video", None, "5.000000000")
    assert "5.000000000" in (await here.says("costs", "budget")).stdout
    assert "nothing new" in (await here.says("costs", "cap", "video", "5")).stderr
    await here.done("costs", "cap", "video", "none")
    assert (await here.done("costs", "budget"))["caps"] == []


async def test_a_cap_counts_what_was_spent_before_it(database_url: str, tmp_path: Path) -> None:
    history = [*SET_UP, *its(REQUESTED), *CALLED]
    async with installed(database_url, tmp_path, history) as here:
        await here.done("costs", "cap", "video", "5.00")
        (budget,) = (await here.done("costs", "budget"))["budgets"]
        assert (budget["spent"], budget["cap"]) == ("0.000000040", "5.000000000")
        assert str(VIDEO) in (await here.says("costs", "budget")).stdout
        await here.done("costs", "cap", "video", "4.00")
        await here.done("costs", "cap", "video", "none")
        (budget,) = (await here.done("costs", "budget"))["budgets"]
        assert (budget["spent"], budget["cap"]) == ("0.000000040", None)
        assert "none" in (await here.says("costs", "budget")).stdout


async def test_a_cap_of_a_channel_is_its_own(here: Installation) -> None:
    await here.done("costs", "cap", "channel-month", "70", "--channel", "Deep Time")
    (cap,) = (await here.done("costs", "budget"))["caps"]
    assert (cap["channel_id"], cap["channel_name"]) == (str(CHANNEL), "Deep Time")
    assert "Deep Time" in (await here.says("costs", "budget")).stdout


@pytest.mark.parametrize("amount", ["much", "-1", "1/0", "0.0000000001"])
def test_what_is_no_amount_is_refused(tmp_path: Path, amount: str) -> None:
    refused = run("costs", "cap", "video", "--", amount, home=tmp_path)
    assert refused.exit_code == 2
    assert sentence(refused) == f"{amount} is no amount; say 5.00, or none"


async def test_a_film_minute_pays_for_all_in_cash_and_imputed_time_apart(
    here: Installation,
) -> None:
    found = await here.done("costs", "summary")
    assert (found["films"], found["film_ms"]) == (1, 45_000)
    by_book = {it["book"]: (it["amount"], it["per_film_minute"]) for it in found["totals"]}
    assert by_book == {
        "cash": ("0.000000040", "0.000000053"),
        "imputed": ("0.000000003", "0.000000004"),
    }
    assert {it["outcome"] for it in found["outcomes"]} == {"published"}
    said = await here.says("costs", "summary")
    assert "a film minute" in said.stdout
    assert "would have cost" in said.stdout
    assert "live: 1 finished film, 0.8 minutes; failures" in said.stderr


async def test_where_no_film_is_finished_no_minute_is_priced(
    database_url: str, tmp_path: Path
) -> None:
    async with installed(database_url, tmp_path, [*SET_UP, *its(REQUESTED), *CALLED]) as here:
        said = await here.says("costs", "summary")
    assert "live: no finished film yet that live calls had a part in" in said.stderr
    assert "a film minute" not in said.stdout


async def test_a_minute_below_nothing_is_not_told_but_why(here: Installation) -> None:
    await here.says(*words())
    said = await here.says("costs", "summary")
    (minute,) = (it for it in said.stdout.splitlines() if it.startswith("a film minute"))
    assert minute.split()[3] == "–"
    assert "–: corrections took back more than was spent" in said.stderr


async def test_where_nothing_was_spent_it_is_said(database_url: str, tmp_path: Path) -> None:
    async with installed(database_url, tmp_path, SET_UP) as here:
        said = await here.says("costs", "summary")
    assert said.stderr == "nothing has cost anything yet\n"


def words(*more: str, amount: str = "-1.20", day: str = "2026-01-01") -> list[str]:
    return [
        "costs",
        "adjust",
        "--date",
        day,
        "--reason",
        "invoice 7",
        *more,
        "--",
        "voices",
        amount,
    ]


async def test_a_correction_is_recorded_once_with_the_hash_of_its_receipt(
    here: Installation, tmp_path: Path
) -> None:
    receipt = tmp_path / "invoice.pdf"
    receipt.write_bytes(b"an invoice")
    its = words("--receipt", str(receipt), "--currency", "USD", "--json")
    first, again = [orjson.loads((await here.says(*its)).stdout) for _ in range(2)]
    assert first == again
    postings = (await here.done("costs", "journal", "--limit", "1"))["items"]
    assert {it["event"] for it in postings} == {"cost.adjusted"}
    assert [(it["account"], it["debit"]) for it in postings if it["debit"] != NOTHING] == [
        ("cash/owed", "1.200000000")
    ]
    other = await here.says(*words(amount="0.5"))
    assert "0.5 USD of voices recorded at position" in other.stderr


async def test_a_correction_of_somebody_unknown_names_who_is_known(here: Installation) -> None:
    its = ["costs", "adjust", "opanai", "1", "--date", "2026-01-01", "--reason", "typo"]
    refused = await here.says(*its)
    assert refused.exit_code == 2
    assert "no price and no cost is known of opanai; known are" in sentence(refused)
    assert "voices" in sentence(refused)


@pytest.mark.parametrize("capped_first", [True, False])
async def test_a_correction_counts_in_what_is_capped(
    database_url: str,
    tmp_path: Path,
    capped_first: bool,  # noqa: FBT001 - a case
) -> None:
    cap = ["costs", "cap", "video", "5.00"]
    adjust = ["costs", "adjust", "voices", "1.5", "--date", "2026-01-01", "--reason", "more"]
    both = [cap, [*adjust, "--video", str(VIDEO)]]
    async with installed(database_url, tmp_path, [*SET_UP, *its(REQUESTED), *CALLED]) as here:
        for words in both if capped_first else reversed(both):
            await here.done(*words)
        (budget,) = (await here.done("costs", "budget"))["budgets"]
    assert budget["spent"] == "1.500000040"


async def test_the_same_correction_by_another_key_is_refused(here: Installation) -> None:
    body = {"provider": "voices", "model": "all", "amount": "1.20", "reason": "invoice 7"}
    body["service_date"] = "2026-01-01"
    said = await here.api.send("POST", "/api/v1/costs/adjustments", body)
    again = await here.says(*words(amount="1.20"))
    earlier = said.json()["adjustment_id"]
    assert sentence(again).startswith(f"the same correction is recorded as adjustment {earlier}")
    assert again.exit_code == 2


async def test_money_that_is_not_there_is_refused(here: Installation) -> None:
    cap = await here.says("costs", "cap", "video", "5.00", "--currency", "ZZZ")
    its = ["--date", "2026-01-01", "--reason", "typo", "--currency", "QQQ"]
    correction = await here.says("costs", "adjust", "voices", "1", *its)
    assert sentence(cap).startswith("ZZZ is no currency of ISO 4217; say one such as USD or EUR (")
    assert sentence(correction).startswith("QQQ is no currency of ISO 4217")
    assert (cap.exit_code, correction.exit_code) == (2, 2)


async def test_a_bill_that_is_older_than_the_installation_is_recorded(here: Installation) -> None:
    assert "recorded at position" in (await here.says(*words(day="2025-06-30"))).stderr


@pytest.mark.parametrize("day", ["1999-12-31", "2100-01-01"])
async def test_a_correction_of_a_day_that_cannot_be_is_refused(
    here: Installation, day: str
) -> None:
    assert "is no day that a cost can be of" in sentence(await here.says(*words(day=day)))


@pytest.mark.parametrize("amount", ["0", "much", "1234567890", "0.0000000001", "1/0"])
def test_a_difference_that_is_none_is_refused(tmp_path: Path, amount: str) -> None:
    refused = run(*words(amount=amount), home=tmp_path)
    assert refused.exit_code == 2
    assert sentence(refused).startswith(f"{amount} is no difference; say 1.20")


@pytest.mark.parametrize(
    ("its", "said"),
    [
        (words(day="2026-13-01"), "2026-13-01 is no day"),
        (words("--receipt", "nowhere.pdf"), "nowhere.pdf cannot be read"),
    ],
)
def test_a_correction_that_makes_no_sense_is_refused_in_a_sentence(
    tmp_path: Path, its: list[str], said: str
) -> None:
    assert sentence(run(*its, home=tmp_path)).startswith(said)
