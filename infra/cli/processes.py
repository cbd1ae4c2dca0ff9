"""The programs of the system: each one command, each one process."""

import asyncio
import signal
from collections.abc import Awaitable, Callable

import typer

from infra import settings as outside
from infra.cli.output import BadInput, plainly
from infra.settings import BadSettings, Settings

Program = Callable[[Settings, asyncio.Event], Awaitable[None]]


def settings() -> Settings:
    """The settings of this process; wrong ones end the command with a sentence."""
    try:
        return outside.read()
    except BadSettings as wrong:
        raise BadInput(str(wrong)) from wrong


async def until_asked(program: Program, its: Settings) -> None:
    """Runs a program until SIGTERM or SIGINT asks it to stop."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    await program(its, stop)


def register(app: typer.Typer) -> None:
    app.command()(plainly(projector))
    app.command()(plainly(dispatcher))
    app.command()(plainly(worker))
    app.command()(plainly(api))


def projector() -> None:
    """Turn events into tables, until stopped."""
    from infra.bootstrap.projector import run  # noqa: PLC0415 - each program imports its own part

    asyncio.run(until_asked(run, settings()))


def dispatcher() -> None:
    """Wake workers for every job that is due, until stopped."""
    from infra.bootstrap.dispatcher import run  # noqa: PLC0415 - each program imports its own part

    asyncio.run(until_asked(run, settings()))


def worker() -> None:
    """Do jobs, one at a time, until stopped."""
    from infra.bootstrap.worker import run  # noqa: PLC0415 - torch is the worker's alone

    asyncio.run(until_asked(run, settings()))


def api() -> None:
    """Serve the API and the page, until stopped."""
    from infra.bootstrap.api import run  # noqa: PLC0415 - each program imports its own part

    asyncio.run(until_asked(run, settings()))
