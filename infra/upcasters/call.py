"""Calls as they were stored before their intents said what they may cost."""

from typing import Any


def estimated(fields: dict[str, Any]) -> dict[str, Any]:
    """`call.intended` from version 1 to 2: nobody was paid then."""
    return fields | {"estimate": []}


def prompted(fields: dict[str, Any]) -> dict[str, Any]:
    """`call.intended` from version 2 to 3: no instructions were kept."""
    return fields | {"prompt": ""}


def identified(fields: dict[str, Any]) -> dict[str, Any]:
    """`call.failed` from version 1 to 2: no provider named its answer."""
    return fields | {"request_id": ""}
