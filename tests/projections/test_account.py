from domain.account import AccountRegistered, ChannelSlotReleased, ChannelSlotReserved, Role
from domain.ids import account_stream
from projections.account import PROJECTION
from tests.given import ACCOUNT, CHANNEL, LOGIN, NOON
from tests.projections.tables import rows, told

REGISTERED = AccountRegistered(LOGIN, Role.OWNER, "free", 5)
TAKEN, FREED = ChannelSlotReserved(CHANNEL), ChannelSlotReleased(CHANNEL)


def test_an_account_counts_the_places_that_are_taken() -> None:
    tables = told(PROJECTION, account_stream(ACCOUNT), REGISTERED, TAKEN, TAKEN, FREED)
    assert rows(tables, "accounts") == {
        (ACCOUNT,): {
            "role": "owner",
            "plan": "free",
            "channels_max": 5,
            "channels": 1,
            "registered_at": NOON,
        }
    }
