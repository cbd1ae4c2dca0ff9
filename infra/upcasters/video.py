"""Videos as they were asked for before."""

from typing import Any

from infra.upcasters.work import FORMAT


def requested_with_format(fields: dict[str, Any]) -> dict[str, Any]:
    """`video.requested` from version 1 to 2."""
    return fields | {"format": FORMAT}


def thumbnail_alone(fields: dict[str, Any]) -> dict[str, Any]:
    """`video.thumbnail-made` from version 1 to 2: there was nothing to choose from."""
    return fields | {"variants": []}
