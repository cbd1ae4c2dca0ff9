"""Under what files may be used, as it is said on the command line: all of it, or nothing."""

import shlex
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import astuple, dataclass
from datetime import datetime
from typing import Annotated, Any

import typer

from domain.rights import Ownership
from infra.cli.client import Answer
from infra.cli.output import BadInput

SaidOwnership = Annotated[
    Ownership | None, typer.Option("--ownership", help="Whose it is; else as the channel says.")
]
SaidLicence = Annotated[
    str | None, typer.Option("--licence", help="Under what it may be used, such as CC BY 4.0.")
]
SaidCommercialUse = Annotated[
    bool | None, typer.Option("--commercial-use/--no-commercial-use", help="May it earn money?")
]
SaidAttribution = Annotated[
    str | None,
    typer.Option("--attribution", help="What is owed to its owner, in descriptions; '' for none."),
]
SaidExpiry = Annotated[
    datetime | None,
    typer.Option("--expires-on", formats=["%Y-%m-%d"], help="Its last day; without one, none is."),
]

OWN = ("--ownership own", '--licence "own work"', "--commercial-use")
FILM = (
    "--made-for-kids or --not-made-for-kids",
    "--realistic or --not-realistic",
    "--paid-promotion or --no-paid-promotion",
)
USUAL_FILM = ("--not-made-for-kids", "--not-realistic", "--no-paid-promotion")
LACKING = frozenset(
    {
        *("rights-undecided", "undecided", "licence-missing", "commercial-use-missing"),
        *("attribution-missing", "rights-expired"),
    }
)
"""Codes of what a channel's defaults may mend."""


@dataclass(frozen=True, slots=True)
class SaidRights:
    """The options as they were typed."""

    ownership: Ownership | None = None
    licence: str | None = None
    commercial_use: bool | None = None
    attribution: str | None = None
    expires_on: datetime | None = None

    @property
    def nothing(self) -> bool:
        return not any(it is not None for it in astuple(self))

    def missing(self) -> Iterator[str]:
        """What has to be said beside it, as options."""
        if self.ownership is None:
            yield f"--ownership {'|'.join(Ownership)}"
        if not (self.licence or "").strip():
            yield "--licence NAME"
        if self.commercial_use is None:
            yield "--commercial-use or --no-commercial-use"
        if self.ownership is Ownership.LICENSED and self.attribution is None:
            yield "--attribution TEXT ('' where none is owed)"

    def body(self) -> dict[str, Any] | None:
        """None where nothing was said. Raises BadInput for a part of it, naming all the rest."""
        if self.nothing:
            return None
        if missing := tuple(self.missing()):
            raise BadInput(f"rights are decided together: add {', '.join(missing)}")
        return {
            "ownership": self.ownership,
            "licence": self.licence,
            "commercial_use": self.commercial_use,
            "attribution": self.attribution or "",
            "expires_on": self.expires_on.date().isoformat() if self.expires_on else None,
        }


UNSAID = SaidRights()


def deciding(channel: str, found: Answer) -> str:
    """The command that decides all that a channel's films need, for work of one's own."""
    film = () if found["decided"] else USUAL_FILM
    return " ".join(("ytempire channel defaults", shlex.quote(channel), *film, *OWN))


@contextmanager
def remedied(channel: str, found: Answer) -> Iterator[None]:
    """A refusal for want of rights or decisions names the command that decides them."""
    try:
        yield
    except BadInput as refused:
        if refused.code not in LACKING:
            raise
        own = f"if it is your own work: `{deciding(channel, found)}`"
        raise BadInput(f"{refused}; {own}, else see `ytempire channel defaults --help`") from None
