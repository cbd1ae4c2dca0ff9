"""What a person may change about a film, with what stood there before."""

from dataclasses import dataclass
from typing import Literal

from domain.caption_look import CaptionLook
from domain.clip import Footage
from domain.ids import AssetId, BlobId
from domain.rights import Decided


@dataclass(frozen=True, slots=True)
class FromAsset:
    """The file that a picture is of, and what was owed for it when it was taken."""

    asset_id: AssetId
    attribution: str


@dataclass(frozen=True, slots=True)
class ScriptChange:
    """Another script, of `scenes` scenes."""

    before: BlobId | None
    after: BlobId
    scenes: int
    field: Literal["script"] = "script"


@dataclass(frozen=True, slots=True)
class MetadataChange:
    """Another title, description or tags."""

    before: BlobId | None
    after: BlobId
    title: str
    field: Literal["metadata"] = "metadata"


@dataclass(frozen=True, slots=True)
class SceneChange:
    """Another picture for one scene, counted from 0; of a clip it is one that the clip shows."""

    before: BlobId | None
    after: BlobId
    scene: int
    footage: Footage | None = None
    source: FromAsset | None = None
    field: Literal["scene"] = "scene"


@dataclass(frozen=True, slots=True)
class ThumbnailChange:
    """Another thumbnail."""

    before: BlobId | None
    after: BlobId
    source: FromAsset | None = None
    field: Literal["thumbnail"] = "thumbnail"


@dataclass(frozen=True, slots=True)
class VariantChange:
    """Another of the thumbnails that were made: which, counted from 1."""

    before: BlobId | None
    after: BlobId
    variant: int
    field: Literal["variant"] = "variant"


@dataclass(frozen=True, slots=True)
class DecidedChange:
    """Another decision on disclosure, audience or paid promotion."""

    before: Decided
    after: Decided
    field: Literal["decided"] = "decided"


@dataclass(frozen=True, slots=True)
class CaptionsChange:
    """Another look of the captions."""

    before: CaptionLook
    after: CaptionLook
    field: Literal["captions"] = "captions"


EditChange = (
    ScriptChange
    | MetadataChange
    | SceneChange
    | ThumbnailChange
    | VariantChange
    | DecidedChange
    | CaptionsChange
)
