"""An installation with a small history, and an empty host."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.infra.backup.installations import Host, Installed, empty_host, installed_in
from tests.services import Services, database


@pytest.fixture
def here(database_url: str, tmp_path: Path) -> Installed:
    return installed_in(database_url, tmp_path)


@pytest.fixture
def there(run_services: Services, tmp_path: Path, worker: str) -> Iterator[Host]:
    with empty_host(run_services, tmp_path, f"{worker}_{tmp_path.name}") as host:
        yield host


@pytest.fixture(scope="module")
def once(
    run_services: Services, worker: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Installed, Path]]:
    """An installation and its backup, which nobody changes."""
    place = tmp_path_factory.mktemp("once")
    with database(run_services, f"{worker}_backed_up") as url:
        its = installed_in(url, place)
        its.backup(place / "backup")
        yield its, place / "backup"


@pytest.fixture
def made(once: tuple[Installed, Path], tmp_path: Path) -> Path:
    """A backup of its own, to be damaged."""
    shutil.copytree(once[1], tmp_path / "backup")
    return tmp_path / "backup"
