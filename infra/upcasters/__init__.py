"""Old shapes of events, lifted one version at a time; an entry is never deleted.

One file a subject maps (name, version) to a pure function from that version's fields to the
next version's; this table joins the files.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final

from infra.upcasters import video, work

UPCASTERS: Final[Mapping[tuple[str, int], Callable[[dict[str, Any]], dict[str, Any]]]] = {
    ("job.opened", 1): work.with_format,
    ("job.opened", 2): work.with_footage,
    ("job.opened", 3): work.with_captions,
    ("job.opened", 4): work.with_music,
    ("job.opened", 5): work.with_look,
    ("video.edited", 1): video.edited_without_footage,
    ("video.edited", 2): video.edited_without_source,
    ("video.failed", 1): work.with_format,
    ("video.failed", 2): work.with_footage,
    ("video.failed", 3): work.with_captions,
    ("video.failed", 4): work.with_music,
    ("video.failed", 5): work.with_look,
    ("video.preview-requested", 1): work.with_music,
    ("video.preview-requested", 2): work.with_look,
    ("video.requested", 1): video.requested_with_format,
    ("video.requested", 2): video.requested_with_cuts,
    ("video.requested", 3): video.requested_with_captions,
    ("video.requested", 4): video.requested_with_look,
    ("video.scene-illustrated", 1): video.without_footage,
    ("video.thumbnail-made", 1): video.thumbnail_alone,
}
