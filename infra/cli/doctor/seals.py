"""How far sealing is behind, where the database answers."""

import asyncio
from collections.abc import Iterator
from typing import Any

import psycopg

from infra.audit.plan import Plan, planned
from infra.audit.run import connected
from infra.bootstrap.anchors import anchors
from infra.bootstrap.foundation import places
from infra.home import Home
from infra.settings import Settings
from processors.errors import CallError

UNANCHORED_MAX = 10
"""More seals than these without an anchor are worth a warning: the place is away."""


def seals(its: Settings, *, answers: bool) -> dict[str, Any]:
    """`fault` says why it cannot be told; nothing is asked of a database that does not answer."""
    told: dict[str, Any] = {"anchors": its.anchors or str(Home(its.ytempire_home).anchors)}
    told |= {"seals": None, "unsealed_events": None, "unanchored_seals": None, "fault": None}
    if not answers:
        return told
    try:
        found = asyncio.run(_planned(its))
    except (psycopg.Error, CallError) as away:
        return told | {"fault": str(away).strip().splitlines()[0]}
    counted = {"unsealed_events": found.unsealed, "unanchored_seals": found.unanchored}
    return told | {"seals": len(found.held)} | counted


def warnings(found: dict[str, Any]) -> Iterator[str]:
    if found["fault"]:
        yield f"nobody can say how far sealing is: {found['fault']}"
    if (found["unanchored_seals"] or 0) > UNANCHORED_MAX:
        yield f"{found['unanchored_seals']} seals are not anchored in {found['anchors']}"


async def _planned(its: Settings) -> Plan:
    async with connected(places(its).database_url) as connection:
        return await planned(connection, anchors(its), None, None)
