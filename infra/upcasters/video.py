"""Videos as they were asked for, shown and edited before."""

from typing import Any

from infra.upcasters.work import CAPTIONS, FORMAT, LOOK, with_cuts

ADDED = {
    "scene": {"footage": None, "source": None},
    "thumbnail": {"source": None},
}
"""Which file a picture is of was not kept."""


def requested(fields: dict[str, Any]) -> dict[str, Any]:
    """`video.requested` from version 1 to 2."""
    return with_cuts(fields) | {"format": FORMAT, "captions": CAPTIONS, "look": LOOK}


def spoken(fields: dict[str, Any]) -> dict[str, Any]:
    """`video.requested` from version 2 to 3: channels had no personality."""
    return fields | {"personality": ""}


def written(fields: dict[str, Any]) -> dict[str, Any]:
    """`video.requested` from version 3 to 4: every script was written from its source."""
    return fields | {"verbatim": False}


def told(fields: dict[str, Any]) -> dict[str, Any]:
    """`video.requested` from version 4 to 5: every film was made from a text."""
    return fields | {"topic": ""}


def illustrated(fields: dict[str, Any]) -> dict[str, Any]:
    """`video.scene-illustrated` from version 1 to 2."""
    return fields | {"footage": None}


def thumbnail_made(fields: dict[str, Any]) -> dict[str, Any]:
    """`video.thumbnail-made` from version 1 to 2: there was nothing to choose from."""
    return fields | {"variants": []}


def edited(fields: dict[str, Any]) -> dict[str, Any]:
    """`video.edited` from version 1 to 2."""
    change = fields["change"]
    return fields | {"change": change | ADDED.get(change["field"], {})}
