"""Work as it was stored before films had a format, showed clips, or had looks of their own."""

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

LOOK = {
    "theme": "night",
    "colours": dict.fromkeys(("low", "high", "panel", "text", "quiet", "accent", "on_accent"), ""),
    "font": "sans",
    "logo": None,
    "lower_third": "",
    "end_card": "",
    "end_card_s": 8,
}
"""How cards look where nobody decided anything."""

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


def with_look(fields: dict[str, Any]) -> dict[str, Any]:
    """`job.opened` and `video.failed` from version 5 to 6; `video.preview-requested` 2 to 3."""
    work = fields["work"]
    if work["kind"] == "preview":
        return fields | {"work": work | {"film": _with_look(work["film"])}}
    return fields | {"work": _with_look(work) if work["kind"] == "render" else work}


def _with_look(render: dict[str, Any]) -> dict[str, Any]:
    return render | {"look": LOOK, "channel_name": ""}


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
