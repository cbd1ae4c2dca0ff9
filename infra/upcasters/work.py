"""Work as it was stored before films had a format."""

from typing import Any

FORMAT = {"resolution": "1080p", "fps": 30, "codec": "h264"}
"""What every film was made in before one could be asked for."""

WITH_FORMAT = ("illustrate", "render")


def with_format(fields: dict[str, Any]) -> dict[str, Any]:
    """`job.opened` and `video.failed` from version 1 to 2."""
    work = fields["work"]
    return fields | {"work": work | {"format": FORMAT} if work["kind"] in WITH_FORMAT else work}
