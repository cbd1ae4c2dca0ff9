"""Accounts: one row each, with how many of its places for channels are taken."""

from collections.abc import Iterator

from domain.account import (
    AccountEvent,
    AccountRegistered,
    ChannelSlotReleased,
    ChannelSlotReserved,
)
from domain.event import Recorded
from domain.ids import id_of
from projections.change import Add, Change, Put
from projections.projection import Projection, events_of
from projections.table import NO_INSTANT, TEXT, WHOLE, Kind, Table

ACCOUNTS = Table(
    "accounts",
    key={"account_id": Kind.ID},
    columns={
        "role": TEXT,
        "plan": TEXT,
        "channels_max": WHOLE,
        "channels": WHOLE,
        "registered_at": NO_INSTANT,
    },
)


def project(it: Recorded) -> Iterator[Change]:
    assert isinstance(it.event, AccountEvent)
    row = (ACCOUNTS.name, (id_of(it.stream),))
    match it.event:
        case AccountRegistered(role=role, plan=plan, channels_max=channels_max):
            values = {"role": role.value, "plan": plan, "channels_max": channels_max}
            yield Put(*row, values | {"registered_at": it.recorded_at})
        case ChannelSlotReserved():
            yield Add(*row, {"channels": 1})
        case ChannelSlotReleased():
            yield Add(*row, {"channels": -1})


PROJECTION = Projection(
    name="account",
    version=1,
    follows=events_of(AccountEvent),
    tables=(ACCOUNTS,),
    project=project,
)
