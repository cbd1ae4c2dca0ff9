from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest

from infra.migrations import BadName, Changed, Failed, MigrationError, OutOfOrder, migrate
from tests.services import Services, database


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "migrations"
    made.mkdir()
    (made / "0001_first.sql").write_text("CREATE TABLE first (n int); INSERT INTO first VALUES (1)")
    return made


@pytest.fixture
def empty_url(run_services: Services, worker: str) -> Iterator[str]:
    """A database in which nothing was ever migrated."""
    with database(run_services, f"{worker}_empty", template="template0") as url:
        yield url


def count(url: str, table: str) -> object:
    with psycopg.connect(url) as connection:
        return connection.execute(f"SELECT count(*) FROM {table}").fetchone()


def test_a_file_is_applied_once(empty_url: str, folder: Path) -> None:
    assert migrate(empty_url, folder) == ("0001_first.sql",)
    assert migrate(empty_url, folder) == ()
    assert count(empty_url, "first") == (1,)


def test_of_many_at_once_one_applies_it(empty_url: str, folder: Path) -> None:
    with ThreadPoolExecutor(4) as pool:
        applied = pool.map(lambda _: migrate(empty_url, folder), range(4))
        assert sorted(applied) == [(), (), (), ("0001_first.sql",)]


def test_nothing_remains_of_a_file_that_fails(empty_url: str, folder: Path) -> None:
    (folder / "0002_second.sql").write_text("CREATE TABLE second (n int); SELECT nonsense")
    with pytest.raises(Failed, match=r"0002_second\.sql was refused: .*nonsense"):
        migrate(empty_url, folder)
    assert count(empty_url, "first") == (1,)
    assert count(empty_url, "ops.migrations") == (1,)
    with pytest.raises(psycopg.errors.UndefinedTable):
        count(empty_url, "second")


@pytest.mark.parametrize("change", ["-- changed", None])
def test_a_file_that_was_applied_may_not_change_or_go(
    empty_url: str, folder: Path, change: str | None
) -> None:
    migrate(empty_url, folder)
    file = folder / "0001_first.sql"
    file.unlink() if change is None else file.write_text(change)
    with pytest.raises(Changed, match=r"0001_first\.sql was applied"):
        migrate(empty_url, folder)


def test_a_number_below_an_applied_one_is_refused(empty_url: str, folder: Path) -> None:
    migrate(empty_url, folder)
    (folder / "0000_late.sql").write_text("SELECT 1")
    with pytest.raises(OutOfOrder, match=r"0000_late\.sql comes before 0001_first\.sql"):
        migrate(empty_url, folder)


@pytest.mark.parametrize("name", ["0001_again.sql", "second.sql", "0002 second.sql"])
def test_a_name_has_a_number_of_its_own(folder: Path, name: str) -> None:
    (folder / name).write_text("SELECT 1")
    with pytest.raises(BadName):
        migrate("postgresql:///never-reached", folder)


def test_the_errors_are_one_family() -> None:
    assert all(issubclass(it, MigrationError) for it in (BadName, Changed, Failed, OutOfOrder))
