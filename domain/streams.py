"""Which kind of stream is folded how."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from domain import (
    account,
    asset,
    budget,
    call,
    cap,
    channel,
    cost,
    job,
    login,
    mail,
    period,
    provider,
    system,
    video,
)

Evolve = Callable[[Any, Any], Any]

EVOLVE: Mapping[str, Evolve] = MappingProxyType(
    {
        "account": account.evolve,
        "asset": asset.evolve,
        "budget": budget.evolve,
        "call": call.evolve,
        "cap": cap.evolve,
        "channel": channel.evolve,
        "cost": cost.evolve,
        "job": job.evolve,
        "login": login.evolve,
        "mail": mail.evolve,
        "period": period.evolve,
        "provider": provider.evolve,
        "system": system.evolve,
        "video": video.evolve,
    }
)
