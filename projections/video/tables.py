"""The tables about videos.

What a person made stands beside what was made for them (`own_…` and `made_…`): a person's stays
when the script changes. What follows from two columns is left to the query (queries/video):
an event may void a part without being able to know whether there is one.
"""

from projections.music import NO_MUSIC
from projections.table import (
    BY_POSITION,
    NO_FLAG,
    NO_ID,
    NO_INSTANT,
    NO_REAL,
    NO_TEXT,
    NO_WHOLE,
    TEXT,
    WHOLE,
    Column,
    Index,
    Kind,
    Table,
)

ASKED = {
    "account_id": NO_ID,
    "channel_id": NO_ID,
    "channel_name": TEXT,
    "topic": NO_TEXT,
    "source_asset": NO_ID,
    "source": NO_TEXT,
    "brief": NO_TEXT,
    "findings": NO_WHOLE,
    "pages": NO_WHOLE,
    "aspect": TEXT,
    "seconds": WHOLE,
    "language": TEXT,
    "voice": TEXT,
    "resolution": TEXT,
    "rate_fps": WHOLE,
    "codec": TEXT,
    "captions": TEXT,
    **NO_MUSIC,
    "verbatim": NO_FLAG,
    "recording_asset": NO_ID,
    "recording_name": NO_TEXT,
    "requested_at": NO_INSTANT,
    "requested_position": WHOLE,
    "realistic": NO_FLAG,
    "made_for_kids": NO_FLAG,
    "paid_promotion": NO_FLAG,
}
STANDS = {
    "stage": TEXT,
    "updated_at": NO_INSTANT,
    "updated_position": WHOLE,
    "failure_kind": NO_TEXT,
    "failure_code": NO_TEXT,
    "failure": NO_TEXT,
    "reason": NO_TEXT,
    "retried_position": WHOLE,
    "inspect_failed_position": WHOLE,
}
SCRIPT = {
    "drafts": WHOLE,
    "drafts_rejected": WHOLE,
    "score": NO_REAL,
    "verdict": NO_TEXT,
    "script": NO_TEXT,
    "script_position": WHOLE,
    "scenes": WHOLE,
    "scenes_illustrated": WHOLE,
    "made_metadata": NO_TEXT,
    "made_title": NO_TEXT,
    "own_metadata": NO_TEXT,
    "own_title": NO_TEXT,
}
FACTS: dict[str, Column] = {
    "duration_ms": NO_WHOLE,
    "frames": NO_WHOLE,
    "width": NO_WHOLE,
    "height": NO_WHOLE,
    "fps": NO_WHOLE,
    "loudness_lufs": NO_REAL,
    "true_peak_dbtp": NO_REAL,
    "encoder": NO_TEXT,
    "render_ms": NO_WHOLE,
    "segments_made": NO_WHOLE,
    "segments_reused": NO_WHOLE,
}
FILM = {
    "narration": NO_TEXT,
    "narration_ms": NO_WHOLE,
    "alignment": NO_TEXT,
    "timeline": NO_TEXT,
    "film": NO_TEXT,
    "srt": NO_TEXT,
    "vtt": NO_TEXT,
    "rendered_position": WHOLE,
    "made_thumbnail": NO_TEXT,
    "thumbnail_title": NO_TEXT,
    "own_thumbnail": NO_TEXT,
    "sidecar": NO_TEXT,
}
PREVIEW = {
    "preview": NO_TEXT,
    "preview_state": NO_TEXT,
    "preview_failure": NO_TEXT,
    "preview_width": NO_WHOLE,
    "preview_height": NO_WHOLE,
}
PUBLISHED = {
    "approved_by": NO_TEXT,
    "approved_at": NO_INSTANT,
    "approved_film": NO_TEXT,
    "approved_sidecar": NO_TEXT,
    "publish_at": NO_INSTANT,
    "published_at": NO_INSTANT,
    "published_mode": NO_TEXT,
    "platform": NO_TEXT,
    "external_id": NO_TEXT,
    "location": NO_TEXT,
    "visibility": NO_TEXT,
}
VIDEOS = Table(
    "videos",
    key={"video_id": Kind.ID},
    columns=ASKED | STANDS | SCRIPT | FILM | FACTS | PREVIEW | PUBLISHED,
    indexes=(
        Index(("account_id", "requested_position")),
        Index(("channel_id", "requested_position")),
    ),
)
SCENES = Table(
    "video_scenes",
    key={"video_id": Kind.ID, "scene": Kind.WHOLE},
    columns={"image": TEXT, "picture": NO_TEXT, "position": WHOLE},
)
TIMELINE = Table(
    "video_events",
    key=BY_POSITION,
    columns={
        "video_id": NO_ID,
        "at": NO_INSTANT,
        "name": TEXT,
        "sentence": TEXT,
        "actor": TEXT,
    },
    indexes=(Index(("video_id", "position")),),
)
