"""What a person decided about a film: rights, disclosure, audience, paid promotion.

Never defaulted in silence: `decided_by` is a person (`person/<account>`), who decided it for
one video or beforehand for a whole channel.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from domain.event import Refused


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


CREDITED = "cc by"
"""How the names of Creative Commons licences begin that ask for a credit; CC0 does not."""


def refuse_unfit(name: str, rights: Rights | None, on: date) -> Rights:
    """The rights; raises Refused, naming file and field, unless they let a film use it that day.

    The day that rights expire on is the last of theirs.
    """
    if rights is None:
        raise Refused(
            "rights-undecided",
            f"nobody decided under what {name} may be used;"
            " decide it for the file or as the channel's default",
        )
    if not rights.licence.strip():
        raise Refused("licence-missing", f"{name} has no licence; name the one it is used under")
    if not rights.commercial_use:
        raise Refused(
            "commercial-use-missing",
            f"{name} is not licensed for commercial use; use another file, or licence it so",
        )
    if _owes_credit(rights) and not rights.attribution.strip():
        raise Refused(
            "attribution-missing",
            f"{name} has no attribution, and its licence {rights.licence} asks for one; name it",
        )
    if rights.expires_on is not None and rights.expires_on < on:
        raise Refused(
            "rights-expired",
            f"the rights of {name} expired on {rights.expires_on}; renew them, or use another file",
        )
    return rights


def _owes_credit(rights: Rights) -> bool:
    named = " ".join(rights.licence.casefold().replace("-", " ").split())
    return rights.ownership is Ownership.LICENSED and named.startswith(CREDITED)


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
