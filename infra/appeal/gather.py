"""Everything recorded about one video: its own events, its jobs' and calls', its files' rights."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from domain.event import Recorded
from domain.ids import AssetId, VideoId, asset_stream, channel_stream, video_stream
from domain.video import Video
from infra.ledger.mapper import Mapper
from infra.ledger.pool import Connection
from infra.ledger.reader import COLUMNS, STREAM, rows
from infra.ledger.row import Row

ABOUT = f"""
    SELECT {COLUMNS} FROM ledger.events
    WHERE account_id = %s AND (
        originator_id = %s OR correlation_id = %s
        OR kind IN ('job', 'call') AND position(%s::bytea IN state) > 0)
    ORDER BY notification_id
"""  # noqa: S608 - the names are those of Row
CHANNEL_EVENTS = (
    *("channel.opened", "channel.defaults-decided"),
    *("channel.auto-publish-granted", "channel.auto-publish-revoked"),
)


@dataclass(frozen=True, slots=True)
class Gathered:
    """Rows as stored, in the ledger's order, each once; `video` is what they come to."""

    video_id: VideoId
    video: Video
    rows: tuple[Row, ...]

    def recorded(self) -> Iterator[Recorded]:
        mapper = Mapper()
        return (mapper.recorded(it) for it in self.rows)


async def gathered(connection: Connection, video_id: VideoId, video: Video) -> Gathered:
    """Raises psycopg.Error."""
    its, account = video.request, video.request.account_id
    mention = str(video_id).encode()
    about = await rows(connection, ABOUT, account, video_stream(video_id), video_id, mention)
    beside: list[Row] = []
    for asset_id in assets(video):
        beside += await rows(connection, STREAM, asset_stream(asset_id), 0)
    channel = await rows(connection, STREAM, channel_stream(its.channel_id), 0)
    beside += [it for it in channel if it.topic in CHANNEL_EVENTS]
    return Gathered(video_id, video, _once((*about, *beside)))


def assets(video: Video) -> tuple[AssetId, ...]:
    """Every file that was given for it, shown or not."""
    given = (it.asset_id for it in video.request.pictures)
    return tuple(dict.fromkeys((*video.assets, *given)))


def _once(found: Iterable[Row]) -> tuple[Row, ...]:
    by_position: dict[int, Row] = {it.notification_id: it for it in found}
    return tuple(by_position[it] for it in sorted(by_position))


def as_json(row: Row) -> dict[str, object]:
    """An event with its envelope, as it is stored and hashed."""
    told: dict[str, object] = dict(row._asdict())
    told["state"] = row.state.decode()
    told["entry_hash"] = row.entry_hash.hex()
    return {name: str(it) if isinstance(it, UUID) else it for name, it in told.items()}
