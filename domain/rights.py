"""What a person decided about a film: rights, disclosure, audience, paid promotion.

Never defaulted in silence: `decided_by` is a person (`person/<account>`), who decided it for
one video or beforehand for a whole channel.
"""

from collections.abc import Iterable, Iterator
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


NAMED_MAX = 3
"""Files that one refusal names; of more it says how many."""
CREDITED = "cc by"
"""How the names of Creative Commons licences begin that ask for a credit; CC0 does not."""


def refuse_unfit(name: str, rights: Rights | None, on: date) -> Rights:
    """The rights; raises Refused, naming file and every fault, unless a film may use it that day.

    The day that rights expire on is the last of theirs.
    """
    refuse_together(lacking(((name, rights),), on))
    assert rights is not None, "undecided rights are refused"
    return rights


def lacking(files: Iterable[tuple[str, Rights | None]], on: date) -> Iterator[Refused]:
    """Every fault of files' rights, by name; files under the same rights are told together."""
    names: dict[Rights | None, list[str]] = {}
    for name, rights in files:
        names.setdefault(rights, []).append(name)
    for its, named in names.items():
        yield from _faults(_listed(named), its, on)


def refuse_together(faults: Iterable[Refused]) -> None:
    """Raises one Refused that says all of them, with the code of the first; silent without."""
    found = tuple(faults)
    if found:
        raise Refused(found[0].code, "; and ".join(it.sentence for it in found))


def _faults(name: str, rights: Rights | None, on: date) -> Iterator[Refused]:
    if rights is None:
        yield Refused(
            "rights-undecided",
            f"nobody decided under what {name} may be used: whose it is, its licence, whether for"
            " commercial use, of what is licensed also the attribution and the last day;"
            " decide it for the file or as the channel's default",
        )
        return
    if not rights.licence.strip():
        yield Refused("licence-missing", f"{name} has no licence: name the one it is used under")
    if not rights.commercial_use:
        yield Refused(
            "commercial-use-missing",
            f"{name} is not licensed for commercial use: use another file, or licence it so",
        )
    if _owes_credit(rights) and not rights.attribution.strip():
        yield Refused(
            "attribution-missing",
            f"{name} has no attribution, and its licence {rights.licence} asks for one: name it",
        )
    if rights.expires_on is not None and rights.expires_on < on:
        yield Refused(
            "rights-expired",
            f"the rights of {name} expired on {rights.expires_on}: renew them, or use another file",
        )


def _listed(names: list[str]) -> str:
    """The first few by name, and how many more."""
    if len(names) == 1:
        return names[0]
    more = len(names) - NAMED_MAX
    *shown, last = [*names[:NAMED_MAX], f"{more} more"] if more > 0 else names
    return f"each of {', '.join(shown)} and {last}"


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
