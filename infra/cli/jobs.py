"""`ytempire job`: what is open, what waits, what was given up."""

from enum import StrEnum
from itertools import islice
from typing import Annotated

import typer

from infra.cli.client import connect
from infra.cli.ids import video_id
from infra.cli.options import ROWS, AsJson, AsOf, Rows
from infra.cli.output import plainly, say_json, show, table, when


class State(StrEnum):
    OPEN = "open"
    FINISHED = "finished"
    SET_ASIDE = "set-aside"
    DEAD = "dead"
    CANCELLED = "cancelled"


def register(app: typer.Typer) -> None:
    job = typer.Typer(help="Jobs of the making.", no_args_is_help=True)
    job.callback()(jobs)
    job.command("list")(plainly(list_jobs))
    app.add_typer(job, name="job")


def jobs() -> None:
    """Jobs of the making."""


def list_jobs(
    video: Annotated[str | None, typer.Option(help="Of this video alone.")] = None,
    state: Annotated[State | None, typer.Option(help="In this state alone.")] = None,
    limit: Rows = ROWS,
    as_of: AsOf = None,
    as_json: AsJson = False,
) -> None:
    """List jobs, the newest first."""
    with connect(as_of) as client:
        asked = {} if state is None else {"state": state.value}
        if video is not None:
            asked["video_id"] = video_id(client, video)
        found = list(islice(client.pages("/api/v1/jobs", asked), limit))
    if as_json:
        say_json({"items": found})
        return
    rows = (
        (
            it["kind"],
            it["state"],
            it["failures"],
            when(it["opened_at"]),
            it["video_id"],
            it["sentence"],
        )
        for it in found
    )
    show(table(("job", "state", "failures", "opened", "video", ""), rows, ("failures",)))
