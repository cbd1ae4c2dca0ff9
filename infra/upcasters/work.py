"""Work as it was stored before films had a format, showed clips, or had captions of a look."""

from typing import Any

FORMAT = {"resolution": "1080p", "fps": 30, "codec": "h264"}
"""What every film was made in before one could be asked for."""

CAPTIONS = {
    "preset": "clear",
    "font": "sans",
    "size_percent": 100,
    "weight": 700,
    "colour": "#ffffff",
    "spoken": "#ffd23f",
    "outline": "#000000d9",
    "outline_percent": 5,
    "box": "#0b0e149e",
    "spoken_box": "",
    "place": "low",
}
"""How all captions looked before one could choose."""

WITH_FORMAT = ("illustrate", "render")


def with_format(fields: dict[str, Any]) -> dict[str, Any]:
    """`job.opened` and `video.failed` from version 1 to 2."""
    work = fields["work"]
    return fields | {"work": work | {"format": FORMAT} if work["kind"] in WITH_FORMAT else work}


def with_footage(fields: dict[str, Any]) -> dict[str, Any]:
    """`job.opened` and `video.failed` from version 2 to 3."""
    work = fields["work"]
    if work["kind"] == "render":
        return fields | {"work": work | {"footage": []}}
    if work["kind"] == "illustrate":
        return fields | {"work": with_cuts(work)}
    return fields


def with_captions(fields: dict[str, Any]) -> dict[str, Any]:
    """`job.opened` and `video.failed` from version 3 to 4."""
    work = fields["work"]
    return fields | {"work": work | {"captions": CAPTIONS} if work["kind"] == "render" else work}


def with_cuts(fields: dict[str, Any]) -> dict[str, Any]:
    """What was given was pictures."""
    return fields | {"pictures": [it | {"cut": None} for it in fields["pictures"]]}


def with_music(fields: dict[str, Any]) -> dict[str, Any]:
    """`job.opened` and `video.failed` from version 4 to 5; `video.preview-requested` from 1 to 2.

    A preview is of the film that its work holds.
    """
    work = fields["work"]
    if work["kind"] == "render":
        return fields | {"work": work | {"music": None}}
    if work["kind"] == "preview":
        return fields | {"work": work | {"film": work["film"] | {"music": None}}}
    return fields
