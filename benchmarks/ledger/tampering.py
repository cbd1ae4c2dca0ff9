"""Each kind of tampering, done by whoever owns the database; a verdict has to name the first
event that it touched.
"""

import shutil
from collections.abc import Mapping
from pathlib import Path

import psycopg

from adapters.anchors.folder import FolderAnchors
from benchmarks.ledger.fill import Scattered, fill
from benchmarks.ledger.measures import Bench
from infra.audit.run import sealing
from infra.audit.verify import Asked, verify
from infra.ledger.row import Row
from infra.settings import Audit

EVENTS, STREAMS, AT = 600, 50, 260
LIMITS = Audit(seal_events=100)
SEALED_BEFORE = 200
"""By the first two seals; a seal that is another is named by the first event under it."""

REWRITTEN = "a month rewritten and sealed again"


def _row(change: str, where: str = f"notification_id = {AT}") -> str:
    return f"UPDATE ledger.events SET {change} WHERE {where}"  # noqa: S608 - constants


KINDS: Mapping[str, tuple[str, ...]] = {
    "a byte of state": (_row("state = set_byte(state, 9, get_byte(state, 9) # 1)"),),
    "a byte of the envelope": (_row("topic = 'bench.spend'"),),
    "the time": (_row("recorded_at = recorded_at + interval '1 us'"),),
    "the actor": (_row("actor = 'person/8'"),),
    "a deletion": (f"DELETE FROM ledger.events WHERE notification_id = {AT}",),  # noqa: S608
    "an insertion": (
        _row("notification_id = notification_id + 100000", f"notification_id >= {AT}"),
        _row("notification_id = notification_id - 99999", "notification_id > 100000"),
        f"INSERT INTO ledger.events SELECT {AT}, 'bench/forged', kind, 1, gen_random_uuid(), topic,"  # noqa: S608
        " event_version, recorded_at, actor, account_id, command_id, correlation_id,"
        f" causation_id, traceparent, state, entry_hash FROM ledger.events"
        f" WHERE notification_id = {AT - 1}",
    ),
    "a reorder": (
        _row("notification_id = 100000"),
        _row(f"notification_id = {AT}", f"notification_id = {AT + 1}"),
        _row(f"notification_id = {AT + 1}", "notification_id = 100000"),
    ),
    "a swapped seal": (
        "UPDATE audit.seals SET n = n + 100 WHERE n IN (3, 4)",
        "UPDATE audit.seals SET n = 107 - n WHERE n > 100",
    ),
    "a cut tail": (
        f"DELETE FROM ledger.events WHERE notification_id >= {AT}",  # noqa: S608 - constants
        f"DELETE FROM ledger.commands WHERE position >= {AT}",  # noqa: S608 - constants
        f"DELETE FROM audit.seals WHERE last_position >= {AT}",  # noqa: S608 - constants
    ),
    REWRITTEN: (
        _row("state = set_byte(state, 9, get_byte(state, 9) # 1)", f"notification_id >= {AT}"),
        f"UPDATE ledger.events SET entry_hash = ledger.entry_hash({', '.join(Row._fields[:-1])})",  # noqa: S608
        "DELETE FROM audit.seals WHERE n > 2",
    ),
}


async def is_named(bench: Bench, kind: str) -> bool:
    home = bench.servers.home / "tampering" / kind.replace(" ", "-")
    with bench.servers.database() as url:
        fill(url, EVENTS, Scattered(STREAMS))
        await _seal(url, home)
        auditors = shutil.copytree(home / "anchors", home / "auditors")
        _as_owner(url, KINDS[kind])
        if kind == REWRITTEN:
            for later in sorted((home / "anchors" / "seals").iterdir())[2:]:
                later.unlink()
            await _seal(url, home)
        found = await verify(url, FolderAnchors(auditors), Asked(), lambda *_: None)
    expected = SEALED_BEFORE + 1 if kind == "a swapped seal" else AT
    bench.tell(f"{kind}: {found.first_bad and found.first_bad.sentence}")
    return found.first_bad is not None and found.first_bad.position == expected


async def _seal(url: str, home: Path) -> None:
    async with sealing(url, FolderAnchors(home / "anchors"), home, LIMITS) as sealer:
        await sealer.run(at_once=True)


def _as_owner(url: str, statements: tuple[str, ...]) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("SET session_replication_role = replica")  # no triggers
        for it in statements:
            connection.execute(it.encode())
