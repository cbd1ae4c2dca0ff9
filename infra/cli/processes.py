"""The programs of the system: each one command, each one process."""

import asyncio
import os
import signal
from collections.abc import Awaitable, Callable

import structlog
import typer

from infra import settings as outside
from infra.cli.output import FAILED, BadInput, Problem, plainly
from infra.home import Home
from infra.settings import BadSettings, Settings
from infra.telemetry import logs

Program = Callable[[Settings, asyncio.Event], Awaitable[None]]


def settings() -> Settings:
    """The settings of this process; wrong ones end the command with a sentence."""
    try:
        return outside.read()
    except BadSettings as wrong:
        raise BadInput(str(wrong)) from wrong


def refuse_unfinished(its: Settings) -> None:
    """Nothing is served out of a home whose restore has not ended: erasures may be undone."""
    if Home(its.ytempire_home).restoring.exists():
        raise Problem(
            f"the restore into {its.ytempire_home} has not ended; run `ytempire restore` again"
        )


def run(name: str, program: Program) -> None:
    """Runs a program until SIGTERM or SIGINT; what it tells goes to standard error as JSON."""
    its = settings()
    refuse_unfinished(its)
    logs.configure(name)
    log = structlog.get_logger()
    log.info("begun", pid=os.getpid())
    try:
        asyncio.run(_until_asked(program, its))
    except Exception as fault:
        log.critical("ended by a fault", exc_info=fault)
        raise typer.Exit(FAILED) from fault
    log.info("ended as asked")


async def _until_asked(program: Program, its: Settings) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    await program(its, stop)


def register(app: typer.Typer) -> None:
    for program in (projector, dispatcher, worker, api):
        app.command(rich_help_panel="Its programs, which up starts")(plainly(program))


def projector() -> None:
    """Turn events into tables, until stopped."""
    from infra.bootstrap import projector as its  # noqa: PLC0415 - each program imports its own part

    run("projector", its.run)


def dispatcher() -> None:
    """Wake workers for every job that is due, until stopped."""
    from infra.bootstrap import dispatcher as its  # noqa: PLC0415 - each program imports its own part

    run("dispatcher", its.run)


def worker() -> None:
    """Do jobs, one at a time, until stopped."""
    from infra.bootstrap import worker as its  # noqa: PLC0415 - torch is the worker's alone

    run("worker", its.run)


def api() -> None:
    """Serve the API and the page, until stopped."""
    from infra.bootstrap import api as its  # noqa: PLC0415 - each program imports its own part

    run("api", its.run)
