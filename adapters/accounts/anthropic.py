"""Anthropic: whether the key may use a model, and until when there is one."""

import re
from datetime import datetime

from adapters.accounts.question import Question, Told, free_of_charge
from adapters.providers.anthropic import asked
from adapters.providers.faults import Faults

PAGE = 1_000
RETIRED = "retired"


async def told(its: Question) -> Told:
    """A model may be asked for without the date that its listed name ends with.

    Raises ModelGone.
    """
    faults = Faults(its.endpoint.provider, its.model, ())
    named = re.compile(rf"{re.escape(its.model)}(-\d{{8}})?")
    with free_of_charge(faults.name):
        async with asked(its.endpoint, faults) as client:
            listed = [it async for it in client.models.list(limit=PAGE)]
    found = next((it for it in listed if named.fullmatch(str(getattr(it, "id", "")))), None)
    if found is None or getattr(found, "lifecycle", "") == RETIRED:
        raise faults.gone()
    ends: object = getattr(found, "retires_at", None)
    return Told(f"may use {found.id}", ends.date() if isinstance(ends, datetime) else None)
