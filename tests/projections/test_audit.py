from uuid import UUID

from projections.audit import PROJECTION
from tests.given import ACCOUNT, CHANNEL_STREAM, NOON, OPENED, YOU
from tests.projections.tables import told


def test_everything_recorded_is_one_line_with_who_when_and_why() -> None:
    assert told(PROJECTION, CHANNEL_STREAM, OPENED) == {
        ("audit_events", (1, 0)): {
            "at": NOON,
            "name": "channel.opened",
            "event_version": 1,
            "stream": CHANNEL_STREAM,
            "stream_version": 1,
            "actor": YOU,
            "account_id": ACCOUNT,
            "event_id": UUID(int=1),
            "command_id": UUID(int=1),
            "correlation_id": UUID(int=1),
            "causation_id": UUID(int=2),
            "summary": "Channel Deep Time opened, speaking en",
        }
    }
