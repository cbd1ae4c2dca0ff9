"""Rights looked at once more, in the moment before a film goes out."""

from datetime import date

from commands.ports import Ledger
from commands.rights import fit
from domain.event import Refused
from domain.ids import VideoId, asset_stream, channel_stream, video_stream
from domain.video import Video
from processors.errors import Rejected


async def refuse_unlicensed(ledger: Ledger, video_id: VideoId, on: date) -> None:
    """Raises Rejected, naming file and field, where one of the video's may not be used that day."""
    video: Video = await ledger.state(video_stream(video_id))
    channel = await ledger.state(channel_stream(video.request.channel_id))
    for asset_id in video.assets:
        try:
            fit(await ledger.state(asset_stream(asset_id)), channel, on)
        except Refused as lacking:
            raise Rejected(lacking.sentence, code=lacking.code) from lacking
