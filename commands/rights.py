"""Whether a video's files may be used: read from their own streams, and their channel's."""

from collections.abc import Generator, Iterable
from datetime import date
from typing import Any

from commands.ports import Step, Steps, untouched
from domain.asset import Asset
from domain.channel import Channel
from domain.event import Refused
from domain.ids import AssetId, asset_stream, channel_stream
from domain.rights import Rights, lacking, refuse_together, refuse_unfit
from domain.video import Video


def licensed(its: Video, on: date) -> Steps:
    """Refused, naming file and field, unless everything that it tells or shows may be used."""
    for asset_id in its.assets:
        yield from rights_to(asset_id, its, on)


def rights_to(asset_id: AssetId, its: Video, on: date) -> Generator[Step, Any, Rights]:
    """Those to one file of a video's account; refused unless it may be used."""
    asset: Asset | None = yield Step(asset_stream(asset_id), untouched)
    channel: Channel = yield Step(channel_stream(its.request.channel_id), untouched)
    if asset is None or asset.account_id != its.request.account_id:
        raise Refused("asset-unknown", "there is no such asset in this account")
    return fit(asset, channel, on)


def fit(asset: Asset, channel: Channel, on: date) -> Rights:
    """A file's own rights, else its channel's default; refused unless they hold on that day."""
    return refuse_unfit(asset.name, asset.rights or channel.rights, on)


def fit_all(
    assets: Iterable[Asset], channel: Channel, on: date, beside: Iterable[Refused] = ()
) -> list[Rights]:
    """The same for several; one refusal names all that is missing, and what is refused beside."""
    files = [(it.name, it.rights or channel.rights) for it in assets]
    refuse_together([*lacking(files, on), *beside])
    return [rights for _, rights in files if rights is not None]
