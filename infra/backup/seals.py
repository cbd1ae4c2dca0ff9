"""The seals of what was restored, held against its events and the anchors carried over."""

from typing import Any

from infra.audit.verify import Asked, verify
from processors.anchors import Anchors


async def verified(database_url: str, anchors: Anchors) -> dict[str, Any]:
    """Whether they hold, how many there are, and what is wrong first."""
    found = await verify(database_url, anchors, Asked(), lambda *_: None)
    bad = found.first_bad
    return {
        "hold": found.holds,
        "seals": len(found.plan.held),
        "unsealed_events": found.plan.unsealed,
        "first_bad": None if bad is None else {"position": bad.position, "why": bad.sentence},
    }
