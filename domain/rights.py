"""What a person decided about a film: rights, disclosure, audience, paid promotion.

Never defaulted in silence: `decided_by` is a person (`person/<account>`), who decided it for
one video or beforehand for a whole channel.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Ownership(StrEnum):
    """Why an asset may be used."""

    OWN = "own"
    LICENSED = "licensed"
    PUBLIC_DOMAIN = "public-domain"


@dataclass(frozen=True, slots=True)
class Rights:
    """Under what an asset may be used; `attribution` is owed in the film's description."""

    ownership: Ownership
    licence: str
    commercial_use: bool
    attribution: str
    expires_on: date | None
    decided_by: str


@dataclass(frozen=True, slots=True)
class Disclosure:
    """Whether the film shows realistic altered or synthetic media, and why."""

    realistic: bool
    reasons: tuple[str, ...]
    decided_by: str


@dataclass(frozen=True, slots=True)
class Audience:
    made_for_kids: bool
    decided_by: str


@dataclass(frozen=True, slots=True)
class PaidPromotion:
    included: bool
    decided_by: str


@dataclass(frozen=True, slots=True)
class Decided:
    """Everything a platform must be told that only a person can know."""

    disclosure: Disclosure
    audience: Audience
    paid_promotion: PaidPromotion
