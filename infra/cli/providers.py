"""`ytempire providers`: whom paid work is asked of."""

import asyncio
from typing import Annotated

import typer

from commands.ports import Busy
from infra.bootstrap import providers as its_part
from infra.cli.database import answering, database
from infra.cli.options import AsJson
from infra.cli.output import BadInput, NotRunning, plainly, say, say_json
from infra.cli.processes import settings
from infra.security.provider_keys import PROVIDERS
from infra.worker.cells import Away

Name = Annotated[str, typer.Argument(help=f"One of {', '.join(PROVIDERS)}.")]


def register(app: typer.Typer) -> None:
    group = typer.Typer(help="Whom paid work is asked of.", no_args_is_help=True)
    group.callback()(lambda: None)
    group.command()(plainly(reset))
    app.add_typer(group, name="providers")


def reset(name: Name, as_json: AsJson = False) -> None:
    """Have a provider asked again at once: its key works again, its account is paid."""
    if name not in PROVIDERS:
        raise BadInput(f"there is no provider {name}; there are {', '.join(PROVIDERS)}")
    with database(settings()) as its, answering():
        try:
            forgotten = asyncio.run(its_part.reset(its, name))
        except Away as away:
            raise NotRunning(f"Redis does not answer ({away}); `make run` starts it") from away
        except Busy as busy:
            raise NotRunning(str(busy)) from busy
    if as_json:
        say_json({"provider": name, "forgotten": forgotten})
    else:
        say(f"{name} is asked again" if forgotten else f"nothing kept {name} from being asked")
