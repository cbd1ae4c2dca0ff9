"""What `up` starts, and why it may not."""

from contextlib import closing
from pathlib import Path
from socket import create_server

import pytest

from infra.cli.up import WORKERS, programs
from infra.embedded.supervisor import Supervisor
from infra.settings import Embedded, Settings
from tests.cli.asking import run, sentence

AWAY = "postgresql://nobody@/none?host="


def test_one_of_each_program_and_the_workers_are_started() -> None:
    its = Settings(database_url="postgresql://db", redis_url="redis://queue")
    names = [it.name for it in programs(its)]
    assert names == ["api", "projector", "dispatcher", "worker-1", "worker-2"]
    assert names[-1] == f"worker-{WORKERS}"


def test_every_program_is_told_where_the_servers_are(tmp_path: Path) -> None:
    its = Settings(
        database_url="postgresql://db", redis_url="redis://queue", ytempire_home=tmp_path
    )
    for it in programs(its):
        assert it.env["DATABASE_URL"] == "postgresql://db"
        assert it.env["REDIS_URL"] == "redis://queue"
        assert it.env["YTEMPIRE_HOME"] == str(tmp_path)
        assert it.env["PGAPPNAME"] == f"ytempire {it.name}"


def test_a_port_that_somebody_has_is_refused(tmp_path: Path) -> None:
    with closing(create_server(("127.0.0.1", 0))) as taken:
        result = run("up", "--port", str(taken.getsockname()[1]), home=tmp_path / "home")
    assert result.exit_code == 3
    assert sentence(result).endswith("cannot be listened on (Address already in use); try --port")
    assert not (tmp_path / "home").exists()


def test_a_home_in_use_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "running.json").write_text("{}")
    with Supervisor(tmp_path, Embedded()):
        result = run("up", "--port", str(a_free_port()), home=tmp_path)
    assert result.exit_code == 3
    assert sentence(result) == f"{tmp_path} is in use; stop what runs there first"
    assert (tmp_path / "running.json").exists()


def test_who_runs_here_already_is_named(tmp_path: Path) -> None:
    (tmp_path / "running.json").write_text('{"url": "http://127.0.0.1:9"}')
    with Supervisor(tmp_path, Embedded()):
        result = run("up", home=tmp_path)
    assert result.exit_code == 3
    assert sentence(result) == "already running here at http://127.0.0.1:9; its Ctrl-C stops it"


@pytest.mark.parametrize("port", ["0", "70000", "-1"])
def test_a_port_that_is_none_is_refused(port: str, tmp_path: Path) -> None:
    result = run("up", "--port", port, home=tmp_path / "home")
    assert result.exit_code == 2
    assert sentence(result) == f"--port takes 1 to 65535, not {port}"
    assert not (tmp_path / "home").exists()


def test_migrating_twice_changes_nothing(database_url: str, redis_url: str, tmp_path: Path) -> None:
    env = {"DATABASE_URL": database_url, "REDIS_URL": redis_url}
    for _ in range(2):
        result = run("migrate", "--json", home=tmp_path, env=env)
        assert (result.exit_code, result.stdout) == (0, '{"applied":[]}\n')
    assert "nothing new" in run("migrate", home=tmp_path, env=env).stderr


@pytest.mark.parametrize("command", ["migrate", "up"])
def test_a_database_that_is_away_is_said(command: str, redis_url: str, tmp_path: Path) -> None:
    port = str(a_free_port())
    env = {"DATABASE_URL": f"{AWAY}{tmp_path}", "REDIS_URL": redis_url, "HTTP__PORT": port}
    result = run(command, home=tmp_path, env=env)
    assert result.exit_code == 3
    assert sentence(result).startswith("the database does not answer: ")


def test_keys_open_to_others_are_refused(database_url: str, redis_url: str, tmp_path: Path) -> None:
    (tmp_path / "keys").mkdir(mode=0o755)
    env = {"DATABASE_URL": database_url, "REDIS_URL": redis_url}
    result = run("migrate", home=tmp_path, env=env)
    assert result.exit_code == 1
    assert "is open to others; close it: chmod 700" in sentence(result)


def a_free_port() -> int:
    with closing(create_server(("127.0.0.1", 0))) as taken:
        return int(taken.getsockname()[1])
