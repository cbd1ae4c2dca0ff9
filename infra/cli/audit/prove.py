"""`ytempire audit prove` and `check-proof`: one event's proof, for anybody."""

import asyncio
from pathlib import Path
from typing import Annotated, Any
from uuid import UUID

import typer

from infra.audit import proof as proofs
from infra.audit.anchor import seal_as_json
from infra.audit.proof import BadProof, Proof
from infra.audit.prove import NoSuchEvent, NotProvable, prove
from infra.audit.run import connected
from infra.bootstrap.foundation import places
from infra.cli.audit.options import Anchor, Out, PublicKeys, copy_of_anchors, pinned, read, write
from infra.cli.database import answering, database
from infra.cli.options import AsJson
from infra.cli.output import BadInput, Problem, facts, say, say_json, show
from infra.cli.processes import settings
from processors.errors import CallError

Event = Annotated[str, typer.Argument(metavar="EVENT", help="An event's id, or its position.")]
File = Annotated[Path, typer.Argument(metavar="FILE", help="What `audit prove` wrote.")]


def audit_prove(event: Event, out: Out = None) -> None:
    """Write the proof that an event is under a seal: JSON, to be checked by anybody."""
    wanted = _event(event)
    with database(settings()) as its, answering():
        try:
            found = asyncio.run(_proof(places(its).database_url, wanted))
        except NoSuchEvent as none:
            raise BadInput(str(none)) from none
        except NotProvable as none:
            raise Problem(str(none)) from none
    write(out, proofs.to_bytes(found))
    if out is not None:
        say(f"{out}: position {found.row.notification_id} under seal {found.signed.seal.n}")


def check_proof(
    file: File, public_key: PublicKeys = None, anchor: Anchor = None, as_json: AsJson = False
) -> None:
    """Check a proof, without any database; exit 1 if it proves nothing.

    It says that the event is what a key has sealed. Whose key that is, --public-key says; that
    nothing was sealed anew since, --anchor.
    """
    data, keys = read(file), pinned(public_key)
    copy = copy_of_anchors(anchor)
    try:
        found = proofs.from_bytes(data)
        proofs.check(found, keys)
        if copy is not None:
            asyncio.run(proofs.check_anchored(found, copy))
    except BadProof as none:
        raise Problem(f"{file} proves nothing: {none}") from none
    except CallError as away:
        raise BadInput(away.sentence) from away
    told = _as_told(found, vouched=bool(keys), anchored=copy is not None)
    if as_json:
        say_json(told)
    else:
        _show(told)


async def _proof(url: str, event: UUID | int) -> Proof:
    async with connected(url) as connection:
        return await prove(connection, event)


def _event(told: str) -> UUID | int:
    try:
        return int(told) if told.isdecimal() else UUID(told)
    except ValueError as wrong:
        raise BadInput(f"{told} is neither an event's id nor a position") from wrong


def _as_told(found: Proof, *, vouched: bool, anchored: bool) -> dict[str, Any]:
    row, seal = found.row, seal_as_json(found.signed)
    return {
        "proved": True,
        "position": row.notification_id,
        "event_id": row.event_id,
        "stream": row.originator_id,
        "event": row.topic,
        "recorded_at": row.recorded_at,
        "actor": row.actor,
        "seal": seal["n"],
        "sealed_at": seal["sealed_at"],
        "key_id": seal["key_id"],
        "key_vouched_for": vouched,
        "in_auditors_copy": anchored,
    }


def _show(told: dict[str, Any]) -> None:
    show(facts((name.replace("_", " "), str(it)) for name, it in told.items()), "proved")
    if not told["key_vouched_for"] and not told["in_auditors_copy"]:
        say("nobody vouches for the key: give --public-key FILE, or --anchor with your own copy")
