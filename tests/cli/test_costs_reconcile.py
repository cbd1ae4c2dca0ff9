"""`ytempire costs reconcile`: an invoice held line by line against what was recorded."""

from collections.abc import AsyncIterator
from pathlib import Path

import orjson
import pytest
import pytest_asyncio

from domain.ids import call_stream
from infra.cli.costs.invoice import read
from infra.cli.output import BadInput
from tests.cli.asking import Installation, installed, run, sentence
from tests.commands.stage import SET_UP, its
from tests.domain.video.history import SCRIPTED
from tests.given import OP
from tests.projections.test_cost import INTENDED, SUCCEEDED

HEADING = "period,provider,model,meter,quantity,amount,currency"
ALIKE = "2026-01-01,voices,one,character,5,0.000000040,USD"
CALLED = [(call_stream(OP), INTENDED), (call_stream(OP), SUCCEEDED)]


@pytest_asyncio.fixture
async def here(database_url: str, tmp_path: Path) -> AsyncIterator[Installation]:
    async with installed(database_url, tmp_path, [*SET_UP, *its(*SCRIPTED), *CALLED]) as it:
        yield it


def invoice(folder: Path, *lines: str, heading: str = HEADING) -> str:
    file = folder / "invoice.csv"
    file.write_text("\n".join([heading, *lines]))
    return str(file)


async def test_an_invoice_of_what_was_recorded_is_alike(here: Installation, tmp_path: Path) -> None:
    found = await here.done("costs", "reconcile", invoice(tmp_path, ALIKE))
    assert found == {"lines": 1, "alike": True, "differences": []}
    said = await here.says("costs", "reconcile", invoice(tmp_path, ALIKE))
    assert "all 1 lines are as they were recorded" in said.stderr


async def test_every_difference_is_named_and_ends_in_exit_1(
    here: Installation, tmp_path: Path
) -> None:
    file = invoice(
        tmp_path,
        "2026-01,voices,one,character,7,0.000000070,USD",
        "2026-01,voices,two,character,1,0.01,USD",
    )
    result = await here.says("costs", "reconcile", file, "--json")
    assert result.exit_code == 1
    found = orjson.loads(result.stdout.splitlines()[-1])["differences"]
    assert [(it["kind"], it["model"]) for it in found] == [
        ("quantity", "one"),
        ("price", "one"),
        ("missing-here", "two"),
    ]
    assert found[0]["here"] == {"model": "one", "quantity": 5, "amount": "0.000000040"}
    said = (await here.says("costs", "reconcile", file)).stdout
    assert "missing-here" in said


async def test_an_invoice_that_names_its_requests_is_compared_by_request(
    here: Installation, tmp_path: Path
) -> None:
    heading = f"{HEADING},request_id"
    alike = invoice(tmp_path, f"{ALIKE},r1", heading=heading)
    assert (await here.done("costs", "reconcile", alike))["alike"] is True
    lines = (f"{ALIKE.replace('one', 'two')},r1", f"{ALIKE},r2")
    other = invoice(tmp_path, *lines, heading=heading)
    result = await here.says("costs", "reconcile", other, "--json")
    found = orjson.loads(result.stdout.splitlines()[-1])["differences"]
    assert [(it["kind"], it["request_id"]) for it in found] == [
        ("model", "r1"),
        ("missing-here", "r2"),
    ]
    said = (await here.says("costs", "reconcile", other)).stdout
    assert "one / two" in said


async def test_a_line_without_a_request_tells_another_model_by_its_usage(
    here: Installation, tmp_path: Path
) -> None:
    result = await here.says(
        "costs", "reconcile", invoice(tmp_path, ALIKE.replace("one", "two")), "--json"
    )
    (found,) = orjson.loads(result.stdout.splitlines()[-1])["differences"]
    models = found["here"]["model"], found["there"]["model"]
    assert (found["kind"], *models) == ("model", "one", "two")


async def test_what_a_correction_mends_is_alike_afterwards(
    here: Installation, tmp_path: Path
) -> None:
    dearer = invoice(tmp_path, ALIKE.replace("0.000000040", "0.000000045"))
    said = await here.says("costs", "reconcile", dearer)
    assert "by `ytempire costs adjust`, of that --model, --meter" in said.stderr
    its = ["--model", "one", "--meter", "character", "--date", "2026-01-01", "--reason", "rounded"]
    await here.done("costs", "adjust", "voices", "0.000000005", *its)
    assert (await here.done("costs", "reconcile", dearer))["alike"] is True


async def test_a_request_about_midnight_is_found_in_the_month_before(
    here: Installation, tmp_path: Path
) -> None:
    later = ALIKE.replace("2026-01-01", "2026-02-01")
    file = invoice(tmp_path, f"{later},r1", heading=f"{HEADING},request_id")
    assert (await here.done("costs", "reconcile", file))["alike"] is True


async def test_what_an_export_calls_its_columns_is_said_beside_it(
    here: Installation, tmp_path: Path
) -> None:
    export = invoice(
        tmp_path, "2026-01-01T23:59:59Z,one,5,0.000000040", heading="time,model,used,cost"
    )
    columns = ("--columns", "period=time,quantity=used,amount=cost")
    values = ("--values", "provider=voices, meter=character,currency=USD")
    assert (await here.done("costs", "reconcile", export, *columns, *values))["alike"] is True


@pytest.mark.parametrize("pairs", ["time=period", "period", "period=", "=time"])
def test_a_column_that_is_none_of_ours_is_refused(tmp_path: Path, pairs: str) -> None:
    refused = run("costs", "reconcile", "a.csv", "--columns", pairs, home=tmp_path)
    assert refused.exit_code == 2
    assert sentence(refused).startswith(f"--columns has no use for '{pairs}'; say NAME=…")


async def test_json_is_read_too(here: Installation, tmp_path: Path) -> None:
    file = tmp_path / "invoice.json"
    names, values = f"{HEADING},request_id".split(","), [*ALIKE.split(","), None]
    file.write_bytes(orjson.dumps({"lines": [dict(zip(names, values, strict=True))]}))
    assert (await here.done("costs", "reconcile", str(file)))["alike"] is True


async def test_an_amount_may_be_rounded(here: Installation, tmp_path: Path) -> None:
    file = invoice(tmp_path, ALIKE.replace("0.000000040", "0.000000045"))
    found = await here.done("costs", "reconcile", file, "--tolerance", "0.000000005")
    assert found["alike"] is True


@pytest.mark.parametrize(
    ("file", "text", "complaint"),
    [
        ("a.csv", HEADING, "a.csv has no lines"),
        ("a.csv", f"{HEADING}\n{ALIKE.replace('USD', 'dollars')}", "a.csv, line 2: currency"),
        ("a.csv", f"{HEADING}\n{ALIKE.replace('2026-01-01', 'soon')}", "a.csv, line 2: period"),
        ("a.csv", f"{HEADING}\n{ALIKE.replace(',5,', ',five,')}", "a.csv, line 2: quantity"),
        ("a.csv", "period\n2026-01", "a.csv lacks the columns"),
        ("a.json", "{", "a.json is not JSON"),
        ("a.json", "{}", "a.json holds no list of lines"),
        ("a.json", "[1]", "a.json, line 1: it is no object"),
        ("a.csv", f"{HEADING},request_id\n{ALIKE},{'r' * 201}", "a.csv, line 2: request_id has"),
    ],
)
def test_an_invoice_that_makes_no_sense_is_refused_by_its_line(
    tmp_path: Path, file: str, text: str, complaint: str
) -> None:
    (tmp_path / file).write_text(text)
    with pytest.raises(BadInput, match=complaint):
        read(tmp_path / file)


def test_a_file_that_is_no_text_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"\xff\xfe")
    with pytest.raises(BadInput, match="not text in UTF-8"):
        read(tmp_path / "a.csv")


def test_a_file_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    refused = run("costs", "reconcile", str(tmp_path / "none.csv"), home=tmp_path)
    assert (refused.exit_code, sentence(refused)[-9:]) == (2, "directory")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("2026-1,one,one,character,5,0.1,USD", "line 2: period has to be a day"),
        ("2026-01,one,one,character,5,0.1,usd", "line 2: currency has to be an ISO 4217 code"),
        ("2026-01,one,one,character,5,0.1,ZZZ", "line 2: currency has to be an ISO 4217 code"),
        ("2026-01,one,one,character,-5,0.1,USD", "line 2: quantity has to be a whole number"),
        ("2026-01,one,\x1b[2Jone,character,5,0.1,USD", "line 2: model has to be a name"),
        (f"2026-01,one,{'x' * 200_000},character,5,0.1,USD", "line 2, is no CSV"),
    ],
)
def test_a_line_that_makes_no_sense_is_told_by_what_would_be_right(
    tmp_path: Path, line: str, said: str
) -> None:
    with pytest.raises(BadInput, match=said):
        read(Path(invoice(tmp_path, line)))


def test_columns_that_are_not_there_are_named(tmp_path: Path) -> None:
    file = invoice(tmp_path, "2026-01;one", heading=HEADING.replace(",", ";"))

    with pytest.raises(BadInput, match="lacks the columns period, provider"):
        read(Path(file))
