"""`ytempire audit verify`: everything recorded held against its seals and their anchors."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Any

import typer
from rich.progress import Progress

from infra.audit.plan import NoSuchPart, anchored_seals
from infra.audit.verify import Asked, Verdict, verify
from infra.audit.walk import Tell
from infra.bootstrap.anchors import anchors
from infra.bootstrap.foundation import places
from infra.cli.audit.options import Anchor, PublicKeys, copy_of_anchors, pinned
from infra.cli.database import answering, database
from infra.cli.options import AsJson
from infra.cli.output import FAILED, BadInput, NotRunning, err, facts, say_json, show
from infra.cli.processes import settings
from infra.settings import Settings
from processors.anchors import Anchors
from processors.errors import CallError

From = Annotated[int | None, typer.Option("--from", min=1, help="The first position.")]
To = Annotated[int | None, typer.Option("--to", min=1, help="The last position.")]


def audit_verify(
    first: From = None,
    last: To = None,
    anchor: Anchor = None,
    public_key: PublicKeys = None,
    as_json: AsJson = False,
) -> None:
    """Name the first event that is not as it was sealed; exit 1 if there is one.

    Seals are held against the installation's own anchors, or against an auditor's own copy.
    """
    if first is not None and last is not None and last < first:
        raise BadInput(f"the part ends at {last}, before it begins at {first}")
    asked = Asked(first, last, pinned(public_key), anchored=True)
    copy = copy_of_anchors(anchor)
    with database(settings()) as its, answering(), progress() as tell:
        try:
            found = asyncio.run(_verified(its, copy, asked, tell))
        except NoSuchPart as none:
            raise BadInput(str(none)) from none
        except CallError as away:
            raise NotRunning(away.sentence) from away
    told = as_told(found)
    if as_json:
        say_json(told)
    else:
        _show(told)
    if not found.holds:
        raise typer.Exit(FAILED)


async def _verified(its: Settings, copy: Anchors | None, asked: Asked, tell: Tell) -> Verdict:
    if copy is not None and not await anchored_seals(copy):
        raise BadInput("there are no anchors in there; a copy has a folder `seals`")
    return await verify(places(its).database_url, copy or anchors(its), asked, tell)


def as_told(found: Verdict) -> dict[str, Any]:
    plan, bad, seal = found.plan, found.first_bad, found.last_seal
    return {
        "holds": found.holds,
        "from": plan.first,
        "to": plan.last,
        "events": max(0, plan.last - plan.first + 1),
        "seals": len(plan.held),
        "anchored_seals": len(plan.anchored),
        "unanchored_seals": plan.unanchored,
        "unsealed_events": plan.unsealed,
        "last_seal": seal,
        "first_bad": bad
        and {
            "position": bad.position,
            "event_id": bad.event_id,
            "stream": bad.stream,
            "kind": bad.kind,
            "sentence": bad.sentence,
        },
    }


@contextmanager
def progress() -> Iterator[Tell]:
    """On a terminal, how far it is, once it takes a while."""
    with Progress(console=err, transient=True, disable=not err.is_terminal) as bar:
        task = bar.add_task("events")
        yield lambda done, total: bar.update(task, completed=done, total=total)


def _show(told: dict[str, Any]) -> None:
    bad, seal = told["first_bad"], told["last_seal"]
    pairs: list[tuple[str, object]] = [
        ("positions", f"{told['from']:,} to {told['to']:,}"),
        ("seals", f"{told['seals']:,}, {told['unanchored_seals']} of them not anchored"),
        ("not sealed yet", f"{told['unsealed_events']:,} events"),
        ("signed by", seal and seal["key_id"]),
        ("first bad", bad and bad["sentence"]),
        ("kind", bad and bad["kind"]),
        ("event", bad and bad["event_id"]),
        ("stream", bad and bad["stream"]),
    ]
    title = "as it was sealed" if told["holds"] else "NOT as it was sealed"
    show(facts(pairs), title)
