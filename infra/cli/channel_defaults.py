"""Deciding what holds for all films of a channel."""

from typing import Any

from infra.cli.channel_told import PATH, tell
from infra.cli.client import Answer, connect
from infra.cli.ids import channel_id
from infra.cli.options import AsJson, ChannelId, MadeForKids, PaidPromotion, Realistic, fresh_key
from infra.cli.output import BadInput
from infra.cli.rights import (
    FILM,
    SaidAttribution,
    SaidCommercialUse,
    SaidExpiry,
    SaidLicence,
    SaidOwnership,
    SaidRights,
    deciding,
)
from infra.cli.video.editing import decided

FIELDS = {
    "audience": "made_for_kids",
    "disclosure": "realistic",
    "paid_promotion": "paid_promotion",
}
"""What only a person knows of a film, and what a channel's answer calls it."""


def defaults(
    channel: ChannelId,
    made_for_kids: MadeForKids = None,
    realistic: Realistic = None,
    paid_promotion: PaidPromotion = None,
    ownership: SaidOwnership = None,
    licence: SaidLicence = None,
    commercial_use: SaidCommercialUse = None,
    attribution: SaidAttribution = None,
    expires_on: SaidExpiry = None,
    as_json: AsJson = False,
) -> None:
    """Decide for all films of a channel; what is not said of them stays as it was."""
    rights = SaidRights(ownership, licence, commercial_use, attribution, expires_on)
    said = decided(made_for_kids, realistic, paid_promotion)
    with connect() as client:
        its = channel_id(client, channel)
        found = client.get(f"{PATH}/{its}")
        whole = _before(found) | said
        _refuse_gaps(channel, found, whole, rights)
        body = {"decided": whole, "rights": rights.body()}
        answer = client.put(f"{PATH}/{its}/defaults", body, fresh_key())
    tell(its, "decided", answer, as_json=as_json)


def _before(found: Answer) -> dict[str, Any]:
    before = found["decided"] or {}
    return decided(*(before.get(it) for it in FIELDS.values()))


def _refuse_gaps(channel: str, found: Answer, whole: dict[str, Any], rights: SaidRights) -> None:
    """Raises BadInput, naming all that is missing, and a command that says all of it."""
    missing = [option for name, option in zip(FIELDS, FILM, strict=True) if name not in whole]
    if not rights.nothing or found["rights"] is not None:
        missing += rights.missing()
    if missing:
        raise BadInput(
            "what is decided for all films of a channel is decided together: add"
            f" {', '.join(missing)}; for work of your own: `{deciding(channel, found)}`"
        )
