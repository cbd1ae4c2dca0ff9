"""What an account's films say, by the tables and the blobs that they name."""

from dataclasses import dataclass

from domain.ids import ChannelId, VideoId
from domain.originality import Earlier
from domain.script import Script
from processors import documents
from processors.errors import Rejected
from processors.ports import Blobs
from queries import video as videos
from queries.ports import Reader


@dataclass(frozen=True, slots=True)
class ViewsRepertoire:
    """Implements the port `Repertoire`; a script whose blob is gone says nothing."""

    reader: Reader
    blobs: Blobs

    async def earlier(self, video: VideoId, most: int) -> tuple[Earlier, ...]:
        rows = await videos.scripts_beside(self.reader, video, most)
        found = [await self._told(row) for row in rows]
        return tuple(it for it in found if it is not None)

    async def _told(self, row: videos.Told) -> Earlier | None:
        try:
            script = await documents.load(self.blobs, row.script, Script)
        except Rejected:
            return None
        return Earlier(VideoId(row.video_id), ChannelId(row.channel_id), row.title, script.text)
