"""The life of a program: until it is asked to end, or ends by a fault of its own."""

import asyncio
import logging
import os
import signal
from collections.abc import Iterator
from pathlib import Path

import orjson
import pytest
import structlog
import typer

from infra.cli.processes import run
from infra.settings import Settings


@pytest.fixture(autouse=True)
def logs_as_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("YTEMPIRE_HOME", str(tmp_path))
    root = logging.getLogger()
    before = (root.handlers[:], root.level)
    root.handlers.clear()
    yield
    root.handlers[:], root.level = before
    structlog.reset_defaults()
    structlog.contextvars.clear_contextvars()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_program_ends_when_it_is_asked_to(
    number: signal.Signals, capsys: pytest.CaptureFixture[str]
) -> None:
    async def program(_: Settings, stop: asyncio.Event) -> None:
        os.kill(os.getpid(), number)
        await asyncio.wait_for(stop.wait(), 5)

    logging.getLogger().handlers.clear()
    run("worker", program)
    told = [orjson.loads(it) for it in capsys.readouterr().err.splitlines()]
    assert [it["event"] for it in told] == ["begun", "ended as asked"]


def test_a_program_that_breaks_tells_why_in_its_log(capsys: pytest.CaptureFixture[str]) -> None:
    async def program(_: Settings, __: asyncio.Event) -> None:
        raise RuntimeError("the wheel came off")

    logging.getLogger().handlers.clear()
    with pytest.raises(typer.Exit) as ended:
        run("worker", program)
    last = orjson.loads(capsys.readouterr().err.splitlines()[-1])
    assert ended.value.exit_code == 1
    assert (last["event"], last["level"], last["program"]) == (
        "ended by a fault",
        "critical",
        "worker",
    )
    assert "the wheel came off" in last["exception"]
