"""Corrections: a line of its own beside what was recorded, with its reason and its receipt."""

from datetime import date
from hashlib import file_digest, sha256
from pathlib import Path
from typing import Annotated

import orjson
import typer

from domain.mode import Mode
from domain.money import nanos_of
from infra.cli.client import connect
from infra.cli.costs.budget import InCurrency
from infra.cli.costs.journal import PATH
from infra.cli.ids import video_id
from infra.cli.options import AsJson
from infra.cli.output import BadInput, say, say_json

PLACES_MAX = 10**18
"""Nine digits before the point and nine after it."""

ProviderName = Annotated[str, typer.Argument(help="Whose cost it is, such as openai.")]
Difference = Annotated[
    str, typer.Argument(help="What is added, such as 1.20; what is taken back: -- -1.20.")
]
On = Annotated[str, typer.Option("--date", help="The day of the work: 2026-11-20.")]
Reason = Annotated[str, typer.Option("--reason", help="Why, in one line; it stays for ever.")]
Receipt = Annotated[
    Path | None,
    typer.Option("--receipt", metavar="FILE", help="Its SHA-256 is kept, not the file."),
]
Model = Annotated[str, typer.Option("--model", help="Of one model alone.")]
Meter = Annotated[str, typer.Option("--meter", help="Of one meter, such as character.")]
OfMode = Annotated[Mode, typer.Option("--mode", help="Whose books are corrected.")]
OfVideo = Annotated[str | None, typer.Option("--video", help="Of this video: its id.")]
Fixed = Annotated[bool, typer.Option("--fixed", help="A fixed cost, such as a plan's fee.")]


def adjust(
    provider: ProviderName,
    amount: Difference,
    on: On,
    reason: Reason,
    currency: InCurrency = "USD",
    receipt: Receipt = None,
    model: Model = "all",
    meter: Meter = "adjustment",
    mode: OfMode = Mode.LIVE,
    video: OfVideo = None,
    fixed: Fixed = False,
    as_json: AsJson = False,
) -> None:
    """Correct what was recorded of a provider; the same again is recorded once.

    Two corrections that are alike in everything need reasons that tell them apart.

    It counts in its day's budget; of a video, in the video's and its channel's month's too.

    A fixed cost counts in no budget.
    """
    refuse_no_difference(amount)
    line = {"provider": provider, "amount": amount, "currency": currency, "model": model}
    body: dict[str, object] = {**line, "meter": meter, "mode": mode.value, "fixed": fixed}
    body |= {"service_date": _day(on), "reason": reason, "receipt": _digest(receipt)}
    with connect() as client:
        if video is not None:
            body["video_id"] = video_id(client, video)
        answer = client.post(f"{PATH}/adjustments", body, _key(body))
    if as_json:
        say_json(answer)
    else:
        said = f"{amount} {currency} of {provider} recorded at position {answer['position']}"
        say(f"{said} as adjustment {answer['adjustment_id']}")


def refuse_no_difference(amount: str) -> None:
    """Raises BadInput where it is no decimal of at most nine digits on either side."""
    try:
        fits = 0 < abs(nanos_of(amount)) < PLACES_MAX
    except (ValueError, ZeroDivisionError):
        fits = False
    if not fits:
        raise BadInput(
            f"{amount} is no difference; say 1.20 or -- -1.20, not 0, with at most nine digits"
            " before the point and nine after it"
        )


def _day(typed: str) -> str:
    try:
        return date.fromisoformat(typed).isoformat()
    except ValueError:
        raise BadInput(f"{typed} is no day; say one such as 2026-11-20") from None


def _digest(receipt: Path | None) -> str:
    if receipt is None:
        return ""
    try:
        with receipt.open("rb") as data:
            return file_digest(data, "sha256").hexdigest()
    except OSError as missing:
        raise BadInput(f"{receipt} cannot be read: {missing.strerror}") from None


def _key(body: dict[str, object]) -> str:
    """The same for the same correction, so that a repeated one is not a second one."""
    written = orjson.dumps(body, option=orjson.OPT_SORT_KEYS)
    return f"adjust-{sha256(written).hexdigest()}"
