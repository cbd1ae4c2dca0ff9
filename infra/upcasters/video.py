"""Videos as they were asked for before."""

from typing import Any

from infra.upcasters.work import CAPTIONS, FORMAT, LOOK, with_cuts


def requested_with_format(fields: dict[str, Any]) -> dict[str, Any]:
    """`video.requested` from version 1 to 2."""
    return fields | {"format": FORMAT}


def thumbnail_alone(fields: dict[str, Any]) -> dict[str, Any]:
    """`video.thumbnail-made` from version 1 to 2: there was nothing to choose from."""
    return fields | {"variants": []}


def requested_with_cuts(fields: dict[str, Any]) -> dict[str, Any]:
    """`video.requested` from version 2 to 3."""
    return with_cuts(fields)


def requested_with_captions(fields: dict[str, Any]) -> dict[str, Any]:
    """`video.requested` from version 3 to 4."""
    return fields | {"captions": CAPTIONS}


def requested_with_look(fields: dict[str, Any]) -> dict[str, Any]:
    """`video.requested` from version 4 to 5."""
    return fields | {"look": LOOK}


def without_footage(fields: dict[str, Any]) -> dict[str, Any]:
    """`video.scene-illustrated` from version 1 to 2."""
    return fields | {"footage": None}


FROM_ASSETS = ("scene", "thumbnail")


def edited_without_source(fields: dict[str, Any]) -> dict[str, Any]:
    """`video.edited` from version 2 to 3: which file a picture is of was not kept."""
    change = fields["change"]
    nowhere = {"source": None} if change["field"] in FROM_ASSETS else {}
    return fields | {"change": change | nowhere}


def edited_without_footage(fields: dict[str, Any]) -> dict[str, Any]:
    """`video.edited` from version 1 to 2."""
    change = fields["change"]
    return fields | {"change": without_footage(change) if change["field"] == "scene" else change}
