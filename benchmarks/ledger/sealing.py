"""G11: what hashing and sealing cost, how fast all of it is verified, and what is named.

Without hashing: the same append in a database whose hash function returns a constant. Verify
reads whole rows, and so does the raw SELECT that it is held against.
"""

import asyncio
import time
from pathlib import Path

import psycopg

from adapters.anchors.folder import FolderAnchors
from benchmarks.claims import Figure, Figures, NotMeasured
from benchmarks.ledger import ours, raw
from benchmarks.ledger.children import ready
from benchmarks.ledger.events import on_new_streams
from benchmarks.ledger.figures import Timed, middle, prepared, rates
from benchmarks.ledger.fill import Scattered, fill
from benchmarks.ledger.measures import Bench
from benchmarks.ledger.tampering import KINDS, is_named
from infra.audit.run import sealing
from infra.audit.verify import Asked, verify
from infra.settings import Audit

TASKS, COMMANDS, VERIFIED = 500, 40_000, 200_000
WHOLE = "*"
CONSTANT = b"\0" * 32
NO_HASH = """
    CREATE OR REPLACE FUNCTION ledger.entry_hash(
        notification_id bigint, originator_id text, kind text, originator_version bigint,
        event_id uuid, topic text, event_version integer, recorded_at timestamptz, actor text,
        account_id uuid, command_id uuid, correlation_id uuid, causation_id uuid,
        traceparent text, state bytea
    ) RETURNS bytea LANGUAGE sql STABLE AS $$
        SELECT '\\x0000000000000000000000000000000000000000000000000000000000000000'::bytea
    $$
"""
HASH = "SELECT entry_hash FROM ledger.events LIMIT 1"


async def measure(bench: Bench) -> Figures:
    named = [kind for kind in KINDS if await is_named(bench, kind)]
    left = ", ".join(it for it in KINDS if it not in named)
    return (
        await _appended(bench)
        | await _verified(bench)
        | {"G11-named": Figure(len(named), note=f"not named: {left}" if left else "")}
    )


async def _appended(bench: Bench) -> Figures:
    bare: list[Timed] = []
    hashed: list[Timed] = []
    sealed: list[Timed] = []
    with bench.servers.database() as url, bench.servers.database() as without:
        _without_hash(without)
        home = bench.servers.home / "sealing"
        told = {"url": url, "home": str(home)}
        async with ours.opened(url) as its, ours.opened(without) as other:
            await ours.carried(its.ledger, on_new_streams("warm", 500), TASKS)
            await ours.carried(other.ledger, on_new_streams("warm", 500), TASKS)
            _is_constant(without)
            for n in range(bench.rounds):
                count = bench.count(COMMANDS)
                bare.append(await ours.carried(other.ledger, on_new_streams(n, count), TASKS))
                hashed.append(await ours.carried(its.ledger, on_new_streams(n, count), TASKS))
                await _seal(url, home)  # what was recorded without a sealer beside it
                with ready("seal", told) as (sealer,):
                    sealer.go()
                    asked = on_new_streams(("sealed", n), count)
                    sealed.append(await ours.carried(its.ledger, asked, TASKS))
                bench.tell(f"bare {rates(bare)}, hashed {rates(hashed)}, sealed {rates(sealed)}")
    return {
        "G11": middle(_costs(hashed, bare), f"{rates(hashed)} of {rates(bare)}"),
        "G11-sealing": middle(_costs(sealed, hashed), f"a sealer beside it: {rates(sealed)}"),
    }


async def _verified(bench: Bench) -> Figures:
    ratios, told = [], ""
    events = bench.count(VERIFIED)
    home = bench.servers.home / "verifying"
    anchors = FolderAnchors(home / "anchors")
    with bench.servers.database() as url:
        fill(url, events, Scattered())
        await _seal(url, home)
        for _ in range(bench.rounds):
            rows = await asyncio.to_thread(raw.selected, url, WHOLE)
            narrow = await asyncio.to_thread(raw.selected, url, raw.FIVE)
            verified = await _verify(url, anchors, events)
            ratios.append(verified.rate / rows.rate)
            told = (
                f"{verified.rate:,.0f}/s; raw, whole rows {rows.rate:,.0f}/s, "
                f"five columns {narrow.rate:,.0f}/s"
            )
            bench.tell(f"verified {told}")
    return {"G11-verify": middle(ratios, told)}


async def _seal(url: str, home: Path) -> None:
    async with sealing(url, FolderAnchors(home / "anchors"), home, Audit()) as sealer:
        await sealer.run(at_once=True)


async def _verify(url: str, anchors: FolderAnchors, events: int) -> Timed:
    with prepared():
        begun = time.perf_counter()
        verdict = await verify(url, anchors, Asked(), lambda *_: None)
        seconds = time.perf_counter() - begun
    if not verdict.holds:
        raise NotMeasured(f"what nobody touched does not hold: {verdict.first_bad}")
    return Timed(seconds, done=events)


def _costs(mine: list[Timed], others: list[Timed]) -> list[float]:
    """In hundredths of the others' rate."""
    return [100 * (1 - it.rate / other.rate) for it, other in zip(mine, others, strict=True)]


def _without_hash(url: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(NO_HASH)


def _is_constant(url: str) -> None:
    """Raises NotMeasured where the writer does not hash by that function."""
    with psycopg.connect(url) as connection:
        found = connection.execute(HASH).fetchone()
    if found is None or bytes(found[0]) != CONSTANT:
        raise NotMeasured("ledger.append does not hash by ledger.entry_hash: replace what it uses")
