"""What may be asked of an asset."""

from dataclasses import dataclass

from commands.account import active
from commands.ports import Plain, Step, Steps, World
from domain import asset
from domain.asset import Asset, AssetKind, AssetUploaded
from domain.event import Decision, Refused
from domain.ids import AccountId, AssetId, BlobId, asset_stream
from domain.rights import Rights


@dataclass(frozen=True, slots=True)
class UploadAsset:
    """Its bytes are in the blobs already; rights may be decided with it or later."""

    asset_id: AssetId
    account_id: AccountId
    kind: AssetKind
    blob: BlobId
    size_bytes: int
    media_type: str
    name: str
    rights: Rights | None

    @property
    def ids(self) -> dict[str, str]:
        return {"asset_id": str(self.asset_id)}

    def steps(self, _: World) -> Steps:
        yield active(self.account_id)
        yield Step(asset_stream(self.asset_id), self._upload)

    def _upload(self, it: Asset | None) -> Decision:
        uploaded = AssetUploaded(
            self.account_id,
            self.kind,
            self.blob,
            self.size_bytes,
            self.media_type,
            self.name,
        )
        return asset.upload(it, uploaded, self.rights)


@dataclass(frozen=True, slots=True)
class DecideRights(Plain):
    asset_id: AssetId
    account_id: AccountId
    rights: Rights

    def steps(self, _: World) -> Steps:
        yield active(self.account_id)
        yield Step(asset_stream(self.asset_id), self._decide)

    def _decide(self, it: Asset | None) -> Decision:
        if it is None or it.account_id != self.account_id:
            raise Refused("asset-unknown", "there is no such asset in this account")
        return it.decide_rights(self.rights)
