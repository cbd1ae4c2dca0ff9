"""What the doctor finds of paid work, by the settings of a test."""

from pathlib import Path
from typing import Any

from infra.cli.doctor import capabilities, paid, prices
from infra.settings import Settings
from infra.settings.providers import Providers
from tests.given import NOON

KEY = "sk-a-key-of-a-test"
VOICE = "Narrat0rOfTheStandIn"
LISTED = NOON.replace(year=2026, month=11, day=21)


def found(folder: Path, *, ask: bool = False, **chosen: Any) -> dict[str, Any]:
    """On a day after the end of `gpt-4`, for which every list of today holds."""
    its = Settings(ytempire_home=folder, providers=Providers(**chosen))
    by_work = capabilities.chosen(its)
    book = prices.prices({}, LISTED, by_work)
    known = {name: book[name] for name in ("retiring", "gaps")}
    return paid.paid(its, by_work, ask=ask, redis=False, **known)


def warned(its: dict[str, Any]) -> list[str]:
    return list(paid.warnings(its, NOON))
