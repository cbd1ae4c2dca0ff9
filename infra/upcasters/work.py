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

RENDER: dict[str, Any] = {
    "format": FORMAT,
    "footage": [],
    "captions": CAPTIONS,
    "music": None,
    "look": LOOK,
    "channel_name": "",
}

UNRECORDED: dict[str, dict[str, Any]] = {
    "write-script": {"verbatim": False},
    "judge-script": {"verbatim": False},
    "narrate": {"recording": None},
}


UNMEASURED: dict[str, dict[str, Any]] = {
    "write-script": {"voice": ""},
    "narrate": {"seconds": None},
}


def widened(fields: dict[str, Any]) -> dict[str, Any]:
    """`job.opened` and `video.failed` from version 1 to 2."""
    work = fields["work"]
    match work["kind"]:
        case "illustrate":
            return fields | {"work": with_cuts(work) | {"format": FORMAT}}
        case "render":
            return fields | {"work": work | RENDER}
    return fields


def covered(fields: dict[str, Any]) -> dict[str, Any]:
    """`job.opened` and `video.failed` from version 2 to 3: no upright thumbnail went out."""
    work = fields["work"]
    return fields | {"work": work | {"cover": None}} if work["kind"] == "inspect" else fields


def looked_at(fields: dict[str, Any]) -> dict[str, Any]:
    """`job.opened` and `video.failed` from version 3 to 4: thumbnails had no look of a channel."""
    work = fields["work"]
    return fields | {"work": work | {"look": LOOK}} if work["kind"] == "make-thumbnail" else fields


def spoken(fields: dict[str, Any]) -> dict[str, Any]:
    """`job.opened` and `video.failed` from version 4 to 5: channels had no personality."""
    work = fields["work"]
    if work["kind"] in ("write-script", "package"):
        return fields | {"work": work | {"personality": ""}}
    return fields


def recorded(fields: dict[str, Any]) -> dict[str, Any]:
    """`job.opened` and `video.failed` from version 5 to 6: nobody gave a recording."""
    work = fields["work"]
    return fields | {"work": work | UNRECORDED.get(work["kind"], {})}


def measured(fields: dict[str, Any]) -> dict[str, Any]:
    """`job.opened` and `video.failed` from version 6 to 7: voices took what they took."""
    work = fields["work"]
    return fields | {"work": work | UNMEASURED.get(work["kind"], {})}


def briefed(fields: dict[str, Any]) -> dict[str, Any]:
    """`job.opened` and `video.failed` from version 7 to 8: no topic was researched."""
    work = fields["work"]
    return fields | {"work": work | {"brief": None}} if work["kind"] == "inspect" else fields


def with_cuts(fields: dict[str, Any]) -> dict[str, Any]:
    """What was given was pictures."""
    return fields | {"pictures": [it | {"cut": None} for it in fields["pictures"]]}
