"""Sealing, verifying and proving on the command line, as a person and as a program meet it."""

import asyncio
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import orjson
import pytest
from typer.testing import Result

from infra.cli.doctor.seals import seals, warnings
from infra.settings import Settings
from tests.cli.asking import run, sentence
from tests.infra.audit.books import Books

NOTHING_ANCHORED = "there are no anchors in there; a copy has a folder `seals`"


@pytest.fixture
def books(database_url: str, tmp_path: Path) -> Books:
    books = Books(database_url, tmp_path / "home")
    asyncio.run(books.record(10))
    return books


def audit(books: Books, *words: str) -> Result:
    return run("audit", *words, home=books.home, env={"DATABASE_URL": books.url})


def done(books: Books, *words: str) -> Any:
    result = audit(books, *words, "--json")
    assert result.exit_code == 0, result.output
    return orjson.loads(result.stdout)


def test_what_was_recorded_is_sealed_and_verified(books: Books) -> None:
    assert done(books, "verify")["unsealed_events"] == 10
    assert done(books, "seal") == {"added": 1}
    found = done(books, "verify")
    assert (found["holds"], found["seals"], found["anchored_seals"]) == (True, 1, 1)
    assert found["unsealed_events"] == 0
    assert found["last_seal"]["key_id"] == done(books, "public-key")["key_id"]
    assert "as it was sealed" in audit(books, "verify").stdout


def test_the_first_bad_event_is_named_and_ends_with_one(books: Books) -> None:
    done(books, "seal")
    books.as_owner("UPDATE ledger.events SET actor = 'person/8' WHERE notification_id IN (6, 9)")
    result = audit(books, "verify", "--json")
    assert result.exit_code == 1
    bad = orjson.loads(result.stdout)["first_bad"]
    assert (bad["position"], bad["kind"], bad["stream"]) == (6, "changed", "tally/b")
    assert "NOT as it was sealed" in audit(books, "verify").stdout


def test_an_operators_rewrite_shows_against_the_auditors_copy(books: Books, tmp_path: Path) -> None:
    done(books, "seal")
    copy = shutil.copytree(books.place, tmp_path / "copy")
    books.as_owner("UPDATE ledger.events SET actor = 'person/8' WHERE notification_id = 6")
    books.hashed_again()
    asyncio.run(books.sealed_again())
    assert done(books, "verify")["holds"]
    result = audit(books, "verify", "--anchor", str(copy), "--json")
    assert result.exit_code == 1
    assert orjson.loads(result.stdout)["first_bad"]["position"] == 6


def elsewhere(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """A program of its own, with no home to look into and no database to ask."""
    keep = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
    env = {**keep, "PYTHONPATH": str(Path.cwd()), "DATABASE_URL": "postgresql://nobody@/none"}
    argv = [sys.executable, "-m", "infra.cli", "audit", "check-proof", *words]
    return subprocess.run(argv, cwd=folder, env=env, capture_output=True, text=True, check=False)


def test_a_proof_is_checked_with_nothing_but_its_file_and_a_key(
    books: Books, tmp_path: Path
) -> None:
    done(books, "seal")
    proof, key, away = tmp_path / "6.json", tmp_path / "key.pem", tmp_path / "away"
    assert audit(books, "prove", "6", "--out", str(proof)).exit_code == 0
    assert audit(books, "public-key", "--out", str(key)).exit_code == 0
    copy = shutil.copytree(books.place, tmp_path / "copy")
    shutil.rmtree(books.home)
    away.mkdir()
    found = elsewhere(away, str(proof), "--public-key", str(key), "--anchor", str(copy), "--json")
    assert found.returncode == 0, found.stderr
    told = orjson.loads(found.stdout)
    assert (told["position"], told["event"], told["stream"]) == (6, "tally.counted", "tally/b")
    assert told["key_vouched_for"]
    assert told["in_auditors_copy"]
    assert list(away.iterdir()) == []


def test_a_changed_table_is_said_to_a_program_too(books: Books) -> None:
    books.as_owner("ALTER TABLE ledger.events RENAME COLUMN state TO stale")
    result = audit(books, "verify", "--json")
    assert result.exit_code == 1
    bad = orjson.loads(result.stdout)["first_bad"]
    assert (bad["position"], bad["kind"]) == (1, "table-changed")
    assert "is not as it was made" in bad["sentence"]


def test_a_folder_in_the_place_of_an_anchor_is_damage(books: Books) -> None:
    done(books, "seal")
    anchor = books.place / "seals/000000000001.json"
    anchor.unlink()
    anchor.mkdir()
    result = audit(books, "verify", "--json")
    assert result.exit_code == 1
    assert orjson.loads(result.stdout)["first_bad"]["kind"] == "anchor-damaged"


def test_a_changed_proof_ends_with_one(books: Books, tmp_path: Path) -> None:
    done(books, "seal")
    proof = tmp_path / "6.json"
    written = audit(books, "prove", "6").stdout
    proof.write_text(written.replace("person/", "parson/"))
    result = audit(books, "check-proof", str(proof))
    assert result.exit_code == 1
    assert sentence(result) == f"{proof} proves nothing: the event does not come to its hash"


def test_a_proof_by_a_key_that_nobody_gave_says_so(books: Books, tmp_path: Path) -> None:
    done(books, "seal")
    audit(books, "prove", "6", "--out", str(tmp_path / "6.json"))
    result = audit(books, "check-proof", str(tmp_path / "6.json"))
    assert result.exit_code == 0
    assert "nobody vouches for the key" in result.stderr


def test_an_event_that_is_not_sealed_yet_is_said(books: Books) -> None:
    result = audit(books, "prove", "6")
    assert result.exit_code == 1
    assert "run `ytempire audit seal`" in sentence(result)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("prove", "six"), "six is neither an event's id nor a position"),
        (("check-proof", "none.json"), "none.json cannot be read: No such file or directory"),
        (("verify", "--anchor", "none"), "none is no folder"),
        (("verify", "--anchor", "docs"), NOTHING_ANCHORED),
        (("verify", "--from", "50", "--to", "10"), "the part ends at 10, before it begins at 50"),
        (("verify", "--from", "11"), "the ledger ends at position 10, before 11"),
        (("verify", "--to", "11"), "the ledger ends at position 10, before 11"),
        (("prove", "9999"), "nothing is recorded at position 9999"),
        (("prove", "99999999999999999999"), "nothing is recorded at position 99999999999999999999"),
        (("prove", "-5"), "-5 is neither an event's id nor a position"),
        (("prove", "--", "-5"), "-5 is neither an event's id nor a position"),
        (("verify", "--public-key", "README.md"), "README.md is no key to trust"),
    ],
)
def test_what_makes_no_sense_is_said(books: Books, words: tuple[str, ...], said: str) -> None:
    result = audit(books, *words)
    assert result.exit_code == 2
    assert sentence(result).startswith(said)


def test_a_key_is_changed_and_the_old_seals_stay_good(books: Books, tmp_path: Path) -> None:
    done(books, "seal")
    key = tmp_path / "key.pem"
    audit(books, "public-key", "--out", str(key))
    changed = done(books, "new-key")
    asyncio.run(books.record(3, seed=1))
    done(books, "seal")
    found = done(books, "verify", "--public-key", str(key))
    assert (found["holds"], found["last_seal"]["key_id"]) == (True, changed["now"])


def test_anchors_that_cannot_be_written_are_said(books: Books) -> None:
    books.home.mkdir(exist_ok=True)
    (books.home / "anchors").write_text("no folder")
    result = audit(books, "seal")
    assert result.exit_code == 3
    assert "cannot be written" in sentence(result)


def test_the_doctor_says_how_far_sealing_is(books: Books) -> None:
    done(books, "seal")
    asyncio.run(books.record(3, seed=1))
    found = seals(settings(books), answers=True)
    assert (found["seals"], found["unanchored_seals"], found["unsealed_events"]) == (1, 0, 3)
    assert list(warnings(found)) == []


def test_the_doctor_warns_of_seals_without_anchors(books: Books) -> None:
    found = seals(settings(books), answers=False) | {"unanchored_seals": 11}
    assert list(warnings(found)) == [f"11 seals are not anchored in {books.place}"]


def test_the_doctor_says_why_it_cannot_tell(books: Books, tmp_path: Path) -> None:
    its = settings(books).model_copy(update={"database_url": f"postgresql://x@/y?host={tmp_path}"})
    (said,) = warnings(seals(its, answers=True))
    assert said.startswith("nobody can say how far sealing is: ")


def settings(books: Books) -> Settings:
    return Settings(ytempire_home=books.home, database_url=books.url)
