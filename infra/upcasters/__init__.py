"""Old shapes of events, lifted one version at a time; an entry is never deleted.

One file a subject maps (name, version) to a pure function from that version's fields to the
next version's; this table joins the files.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final

from infra.upcasters import call, cost, video, work

UPCASTERS: Final[Mapping[tuple[str, int], Callable[[dict[str, Any]], dict[str, Any]]]] = {
    ("call.failed", 1): call.identified,
    ("call.intended", 1): call.estimated,
    ("call.intended", 2): call.prompted,
    ("cost.adjusted", 1): cost.receipted,
    ("job.opened", 1): work.widened,
    ("job.opened", 2): work.covered,
    ("job.opened", 3): work.looked_at,
    ("job.opened", 4): work.spoken,
    ("job.opened", 5): work.recorded,
    ("job.opened", 6): work.measured,
    ("job.opened", 7): work.briefed,
    ("video.edited", 1): video.edited,
    ("video.failed", 1): work.widened,
    ("video.failed", 2): work.covered,
    ("video.failed", 3): work.looked_at,
    ("video.failed", 4): work.spoken,
    ("video.failed", 5): work.recorded,
    ("video.failed", 6): work.measured,
    ("video.failed", 7): work.briefed,
    ("video.requested", 1): video.requested,
    ("video.requested", 2): video.spoken,
    ("video.requested", 3): video.written,
    ("video.requested", 4): video.told,
    ("video.scene-illustrated", 1): video.illustrated,
    ("video.thumbnail-made", 1): video.thumbnail_made,
}
