"""Views that claim events which the ledger does not have, where the database answers."""

import asyncio
from collections.abc import Iterator
from typing import Any

import psycopg

from infra.bootstrap.projections import listed
from infra.projector.builds import AHEAD
from infra.settings import Settings


def views(its: Settings, *, answers: bool) -> dict[str, Any]:
    """`ahead` has the position of each such view; nothing is asked of a silent database."""
    if not answers:
        return {"ahead": {}}
    try:
        found = asyncio.run(listed(its))
    except psycopg.Error:  # no tables yet: nothing is ahead
        return {"ahead": {}}
    ahead = (it for it in found if it["role"] == "served" and it["state"] == AHEAD)
    return {"ahead": {it["projection"]: it["position"] for it in ahead}}


def warnings(found: dict[str, Any]) -> Iterator[str]:
    for name, position in found["ahead"].items():
        yield (
            f"the view {name} stands at {position}, ahead of the ledger:"
            f" `ytempire projections rebuild {name} --from-zero`"
        )
