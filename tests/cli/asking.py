"""The command line as a person meets it, and an API for it to talk to."""

import asyncio
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from pathlib import Path
from socket import create_server
from typing import Any

import orjson
import uvicorn
from structlog.testing import capture_logs
from typer.testing import CliRunner, Result

from domain.event import Event
from domain.ids import StreamId
from infra.bootstrap.api import Server
from infra.cli.ytempire import app
from infra.home import Home
from tests.api.serving import OWNER, Api, serving


def run(*words: str, home: Path, env: Mapping[str, str] | None = None) -> Result:
    """One command, with nobody at the keyboard and a home of its own."""
    its = {"YTEMPIRE_HOME": str(home), **(env or {})}
    return CliRunner().invoke(app, words, env=its)


def sentence(result: Result) -> str:
    """The one line that a refused command says, on standard error alone."""
    assert result.stdout == ""
    (line,) = result.stderr.splitlines()
    return line.removeprefix("ytempire: ")


@dataclass(frozen=True)
class Installation:
    """An API that listens, and a home in which its address and its token lie."""

    api: Api
    home: Path
    url: str

    async def says(self, *words: str) -> Result:
        return await asyncio.to_thread(run, *words, home=self.home)

    async def done(self, *words: str) -> Any:
        """The object that a command which works says with `--json`."""
        result = await self.says(*words, "--json")
        assert result.exit_code == 0, result.output
        return orjson.loads(result.stdout.splitlines()[-1])


@asynccontextmanager
async def installed(
    url: str, folder: Path, history: Iterable[tuple[StreamId, Event]], *, researches: bool = False
) -> AsyncIterator[Installation]:
    home = Home(folder / "home")
    home.keys.mkdir(parents=True)
    home.owner_token.write_text(OWNER)
    with capture_logs():
        async with (
            serving(url, folder, history, researches=researches) as api,
            listening(api) as address,
        ):
            home.running.write_bytes(orjson.dumps({"url": address}))
            yield Installation(api, home.root, address)


@asynccontextmanager
async def listening(api: Api) -> AsyncIterator[str]:
    """The API on a port of its own."""
    with closing(create_server(("127.0.0.1", 0))) as listener:
        server = Server(uvicorn.Config(api.app, log_config=None, lifespan="off"))
        serves = asyncio.create_task(server.serve(sockets=[listener]))
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        server.should_exit = True
        await serves
