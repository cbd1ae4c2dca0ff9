"""An asset: a file that a person gave, and under what it may be used."""

from dataclasses import dataclass, replace
from enum import StrEnum

from domain.event import Decision, Event, Refused, event
from domain.ids import AccountId, BlobId
from domain.music import Music, MusicChoice
from domain.rights import Rights

NAME_MAX = 40
"""Characters of a file's name that are kept where it is used."""


class AssetKind(StrEnum):
    TEXT = "text"
    IMAGE = "image"
    CLIP = "clip"
    MUSIC = "music"


@event("asset.uploaded")
class AssetUploaded(Event):
    """A person uploaded a file; its bytes are a blob, named by their hash."""

    account_id: AccountId
    kind: AssetKind
    blob: BlobId
    size_bytes: int
    media_type: str
    name: str


@event("asset.rights-decided")
class RightsDecided(Event):
    """A person said under what this file may be used."""

    rights: Rights


AssetEvent = AssetUploaded | RightsDecided


@dataclass(frozen=True, slots=True)
class Asset:
    account_id: AccountId
    kind: AssetKind
    blob: BlobId
    name: str
    rights: Rights | None = None

    def decide_rights(self, rights: Rights) -> Decision:
        if rights != self.rights:
            yield RightsDecided(rights)


def upload(asset: Asset | None, uploaded: AssetUploaded, rights: Rights | None) -> Decision:
    if asset is not None:
        raise Refused("asset-exists", "this asset was uploaded before")
    yield uploaded
    if rights is not None:
        yield RightsDecided(rights)


def must_be(asset: Asset | None, account_id: AccountId, *kinds: AssetKind) -> Asset:
    """Of one of these kinds."""
    if asset is None or asset.account_id != account_id:
        raise Refused("asset-unknown", "there is no such asset in this account")
    if asset.kind not in kinds:
        wanted = " or ".join("a sound" if it is AssetKind.MUSIC else it for it in kinds)
        raise Refused("asset-kind", f"this asset is a file of kind {asset.kind}, not {wanted}")
    return asset


def as_music(its: Asset, choice: MusicChoice) -> Music:
    return Music(choice.asset_id, its.blob, its.name[:NAME_MAX], choice.under)


def evolve(asset: Asset | None, happened: AssetEvent) -> Asset:
    if isinstance(happened, AssetUploaded):
        return Asset(happened.account_id, happened.kind, happened.blob, happened.name)
    assert asset is not None, "an asset begins with asset.uploaded"
    match happened:
        case RightsDecided(rights=rights):
            return replace(asset, rights=rights)
