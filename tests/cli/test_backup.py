"""Backup, keys and restore on the command line: what is asked, what is said, how it ends."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson
import pytest

from adapters.anchors.folder import FolderAnchors
from infra.backup.fresh_home import write
from infra.home import Home
from processors.erase import announce
from processors.traces import Begun
from tests.cli.asking import run, sentence
from tests.given import ACCOUNT, NOON
from tests.infra.backup.installations import FILES, HISTORY, KEYS, empty_host, installed_in
from tests.services import Services

WORDS = "twelve words or so"


@dataclass(frozen=True, slots=True)
class Operator:
    """Somebody with an installation, a place for backups and a passphrase in a file."""

    folder: Path
    url: str

    def does(self, *words: str) -> Any:
        result = run(*words, "--json", home=self.home, env={"DATABASE_URL": self.url})
        assert result.exit_code == 0, result.output
        return orjson.loads(result.stdout.splitlines()[-1])

    def fails(self, *words: str, exit_code: int) -> str:
        result = run(*words, home=self.home, env={"DATABASE_URL": self.url})
        assert result.exit_code == exit_code, result.output
        return sentence(result)

    @property
    def home(self) -> Path:
        return self.folder / "home"

    @property
    def passphrase(self) -> str:
        return str(self.folder / "passphrase")

    @property
    def keys(self) -> str:
        return str(self.folder / "keys.json")

    @property
    def backup(self) -> str:
        return str(self.folder / "backup")

    @property
    def restoring(self) -> tuple[str, ...]:
        return ("restore", "--from", self.backup, "--keys", self.keys, *self.with_passphrase)

    @property
    def with_passphrase(self) -> tuple[str, ...]:
        return "--passphrase-file", self.passphrase


@pytest.fixture
def operator(database_url: str, tmp_path: Path) -> Operator:
    installed_in(database_url, tmp_path / "home")
    for name, key in KEYS.files.items():
        write(Home(tmp_path / "home").keys / name, key)
    (tmp_path / "passphrase").write_text(WORDS + "\n")
    return Operator(tmp_path, database_url)


@pytest.fixture
def elsewhere(operator: Operator, run_services: Services, worker: str) -> Iterator[Operator]:
    """The same person, with an empty host instead of the old one."""
    name = f"{worker}_{operator.folder.name}"
    with empty_host(run_services, operator.folder, name) as host:
        operator.does("backup", "--to", operator.backup)
        operator.does("keys", "export", "--to", operator.keys, *operator.with_passphrase)
        operator.home.rename(operator.folder / "lost")
        yield Operator(operator.folder, host.url)


def test_a_backup_says_what_it_holds(operator: Operator) -> None:
    made = operator.does("backup", "--to", operator.backup)["backup"]
    assert (made["position"], made["blobs"]) == (len(HISTORY), len(FILES))
    assert made["rows"]["ledger.events"] == len(HISTORY)


def test_where_a_backup_goes_has_to_be_said(operator: Operator) -> None:
    assert "--to DIR" in operator.fails("backup", exit_code=2)


def test_a_place_that_is_taken_is_refused(operator: Operator) -> None:
    said = operator.fails("backup", "--to", str(operator.home), exit_code=2)
    assert said.endswith("name a folder that is not there yet")


def test_a_backup_without_a_database_is_said(tmp_path: Path) -> None:
    result = run("backup", "--to", str(tmp_path / "backup"), home=tmp_path / "home")
    assert result.exit_code == 3
    assert "there is no database" in sentence(result)


def test_a_blob_that_is_damaged_ends_with_one(operator: Operator) -> None:
    damaged, *_ = (operator.home / "blobs").glob("[0-9a-f][0-9a-f]/*")
    damaged.write_bytes(b"something else")
    words = ("backup", "--to", operator.backup)
    result = run(*words, home=operator.home, env={"DATABASE_URL": operator.url})
    assert result.exit_code == 1
    assert "the backup is made, without 1 blobs that are damaged" in result.stderr


def test_young_backups_stay(operator: Operator) -> None:
    operator.does("backup", "--to", operator.backup)
    assert operator.does("backup", "--expire", str(operator.folder))["expired"] == []


def test_how_many_old_backups_went_is_said(operator: Operator) -> None:
    words = ("backup", "--expire", str(operator.folder))
    result = run(*words, home=operator.home, env={"DATABASE_URL": operator.url})
    assert (result.exit_code, result.stderr.strip()) == (0, "0 removed")


def test_old_backups_in_no_folder_are_refused(operator: Operator) -> None:
    said = operator.fails("backup", "--expire", str(operator.folder / "nowhere"), exit_code=2)
    assert said.endswith("nowhere is no folder; name the one that backups are in")


def test_exported_keys_are_their_owners_alone_and_wrapped(operator: Operator) -> None:
    found = operator.does("keys", "export", "--to", operator.keys, *operator.with_passphrase)
    assert found["keys"] == sorted(KEYS.files)
    assert Path(operator.keys).stat().st_mode & 0o777 == 0o600
    assert b"let me in" not in Path(operator.keys).read_bytes()


def test_a_key_file_is_never_overwritten(operator: Operator) -> None:
    Path(operator.keys).write_text("the only one")
    export = ("keys", "export", "--to", operator.keys, *operator.with_passphrase)
    assert "is there already" in operator.fails(*export, exit_code=2)


def test_a_short_passphrase_is_refused(operator: Operator) -> None:
    Path(operator.passphrase).write_text("swordfish")
    export = ("keys", "export", "--to", operator.keys, *operator.with_passphrase)
    assert "at least 12 characters" in operator.fails(*export, exit_code=2)


def test_nobody_to_ask_for_the_passphrase_is_said(operator: Operator) -> None:
    said = operator.fails("keys", "export", "--to", operator.keys, exit_code=2)
    assert said.endswith("give --passphrase-file FILE")


def test_a_restore_proves_what_it_has_made(elsewhere: Operator) -> None:
    found = elsewhere.does(*elsewhere.restoring)
    assert found["holds"]
    assert found["replay"]["equal"]
    assert (elsewhere.home / "keys" / "owner-token").read_bytes() == KEYS.files["owner-token"]


def test_another_passphrase_is_refused(elsewhere: Operator) -> None:
    Path(elsewhere.passphrase).write_text("another passphrase")
    said = elsewhere.fails(*elsewhere.restoring, exit_code=2)
    assert said == "the passphrase is another one, or the key file was changed"
    assert not elsewhere.home.exists()


def test_a_damaged_backup_is_refused_by_the_files_name(elsewhere: Operator) -> None:
    (Path(elsewhere.backup) / "tables" / "vault.secrets").write_bytes(b"YTB1")
    assert "tables/vault.secrets" in elsewhere.fails(*elsewhere.restoring, exit_code=2)
    assert not elsewhere.home.exists()


def test_nothing_is_served_before_a_restore_has_ended(elsewhere: Operator) -> None:
    write(elsewhere.home / "restoring.json", b"{}")
    for program in ("up", "migrate", "api", "worker", "dispatcher", "projector"):
        assert "run `ytempire restore` again" in elsewhere.fails(program, exit_code=1)


@pytest.mark.parametrize(
    ("named", "why"),
    [
        ("nowhere", "is not there"),
        ("passphrase", "is no folder"),
        ("anchors/erasures", "has neither seals nor erasures in it"),
    ],
)
def test_a_wrong_place_for_anchors_is_refused(elsewhere: Operator, named: str, why: str) -> None:
    erased_since(elsewhere)
    wrong = str(elsewhere.folder / named)
    said = elsewhere.fails(*elsewhere.restoring, "--anchors", wrong, exit_code=2)
    assert said == f"{wrong} {why}; --anchors is the folder with seals/ and erasures/ in it"
    assert not elsewhere.home.exists()


def test_a_restore_asks_the_anchors_who_was_erased(elsewhere: Operator) -> None:
    erased_since(elsewhere)
    found = elsewhere.does(*elsewhere.restoring, "--anchors", str(elsewhere.folder / "anchors"))
    assert (found["erased"], found["erasures_known"]) == ([str(ACCOUNT)], True)


def test_a_restore_without_any_anchors_says_what_it_cannot_know(elsewhere: Operator) -> None:
    result = run(
        *elsewhere.restoring, "--json", home=elsewhere.home, env={"DATABASE_URL": elsewhere.url}
    )
    assert result.exit_code == 0
    assert "who was erased after the backup is not known" in result.stderr
    assert not orjson.loads(result.stdout.splitlines()[-1])["erasures_known"]


def test_a_key_file_that_is_not_there_is_bad_input(elsewhere: Operator) -> None:
    Path(elsewhere.keys).unlink()
    assert "cannot be read" in elsewhere.fails(*elsewhere.restoring, exit_code=2)


def erased_since(operator: Operator) -> None:
    anchors = FolderAnchors(operator.folder / "anchors")
    asyncio.run(announce(anchors, ACCOUNT, Begun(NOON, 99)))
