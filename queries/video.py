"""Videos: the board, one of them, and what happened to it."""

from dataclasses import dataclass
from uuid import UUID

from domain.ids import BlobId
from queries.cost import totals
from queries.ports import Page, Reader

VIEWS = ("video", "cost")

TITLE = "coalesce(own_title, made_title)"
# A publication that failed and is tried again is under way as before.
STAGE = "CASE WHEN stage = 'making' AND approved_film IS NOT NULL THEN 'approved' ELSE stage END"
# A film that did not pass inspection is made anew once somebody asked to try again.
VOID = "inspect_failed_position > rendered_position AND retried_position > inspect_failed_position"
THUMBNAIL = f"""coalesce(
    own_thumbnail, CASE WHEN thumbnail_title = {TITLE} THEN made_thumbnail END)"""

BRIEF = f"""
    video_id, channel_id, channel_name, {STAGE} AS stage, {TITLE} AS title, topic,
    aspect, seconds, language, requested_at, requested_position, updated_at, updated_position,
    score, failure_kind, failure_code, failure, published_at, location,
    {THUMBNAIL} AS thumbnail,
    json_build_object(
        'researched', brief IS NOT NULL,
        'drafts', drafts,
        'script', script IS NOT NULL,
        'packaged', coalesce(own_metadata, made_metadata) IS NOT NULL,
        'voiced', narration IS NOT NULL,
        'scenes', scenes,
        'scenes_illustrated', scenes_illustrated,
        'rendered', film IS NOT NULL AND NOT ({VOID}),
        'thumbnail', {THUMBNAIL} IS NOT NULL,
        'inspected', sidecar IS NOT NULL
    ) AS progress,
    {totals("video", "videos.video_id")} AS costs
"""
WHOLE = f"""
    {BRIEF}, account_id, source_asset, source,
    CASE WHEN brief IS NOT NULL THEN json_build_object(
        'blob', brief, 'findings', findings, 'pages', pages
    ) END AS brief,
    voice, drafts_rejected, verdict, reason, alignment,
    realistic, made_for_kids, paid_promotion,
    json_build_object('resolution', resolution, 'fps', rate_fps, 'codec', codec) AS format,
    captions::json AS captions,
    CASE WHEN music_asset IS NOT NULL THEN json_build_object(
        'asset_id', music_asset, 'name', music_name,
        'speaking_lu', music_speaking_lu, 'pausing_lu', music_pausing_lu
    ) END AS music,
    verbatim,
    CASE WHEN recording_asset IS NOT NULL THEN json_build_object(
        'asset_id', recording_asset, 'name', recording_name
    ) END AS recording,
    json_build_object(
        'script', script, 'narration', narration, 'metadata', sidecar,
        'film', CASE WHEN NOT ({VOID}) THEN film END,
        'srt', CASE WHEN NOT ({VOID}) THEN srt END,
        'vtt', CASE WHEN NOT ({VOID}) THEN vtt END,
        'timeline', CASE WHEN NOT ({VOID}) THEN timeline END,
        'thumbnail', {THUMBNAIL}
    ) AS files,
    coalesce((
        SELECT json_agg(json_build_object('scene', scene, 'image', image, 'picture', picture)
                        ORDER BY scene)
        FROM video_scenes AS its
        WHERE its.video_id = videos.video_id AND its.position > script_position
    ), '[]') AS scenes,
    CASE WHEN film IS NOT NULL AND NOT ({VOID}) THEN json_build_object(
        'duration_ms', duration_ms, 'frames', frames, 'width', width, 'height', height,
        'fps', fps, 'loudness_lufs', loudness_lufs, 'true_peak_dbtp', true_peak_dbtp,
        'encoder', encoder, 'render_ms', render_ms,
        'segments_made', segments_made, 'segments_reused', segments_reused
    ) END AS facts,
    CASE WHEN preview_state IS NOT NULL THEN json_build_object(
        'state', preview_state, 'blob', preview, 'failure', preview_failure,
        'width', preview_width, 'height', preview_height
    ) END AS preview,
    CASE WHEN approved_film IS NOT NULL THEN json_build_object(
        'by', approved_by, 'at', approved_at, 'film', approved_film,
        'sidecar', approved_sidecar, 'publish_at', publish_at
    ) END AS approval,
    CASE WHEN published_at IS NOT NULL THEN json_build_object(
        'at', published_at, 'mode', published_mode, 'platform', platform,
        'external_id', external_id, 'location', location, 'visibility', visibility
    ) END AS publication
"""  # noqa: S608 - made of this module's constants

PAGE = f"""
    WITH page AS (
        SELECT {BRIEF} FROM videos
        WHERE account_id = %(account_id)s
          AND requested_position < coalesce(%(beyond)s::bigint, 9223372036854775807)
          AND (%(channel_id)s::uuid IS NULL OR channel_id = %(channel_id)s)
          AND (%(stage)s::text IS NULL OR ({STAGE}) = %(stage)s)
        ORDER BY requested_position DESC LIMIT %(limit)s
    )
    SELECT json_build_object(
        'items', coalesce(json_agg(row_to_json(page) ORDER BY requested_position DESC), '[]'),
        'next', CASE WHEN count(*) = %(limit)s THEN min(requested_position) END
    ) FROM page
"""  # noqa: S608 - made of this module's constants
ONE = f"""
    SELECT row_to_json(its) FROM (
        SELECT {WHOLE} FROM videos
        WHERE video_id = %(video_id)s AND account_id = %(account_id)s
    ) AS its
"""  # noqa: S608 - made of this module's constants
EVENTS = """
    SELECT json_build_object(
        'items', coalesce(json_agg(row_to_json(page) ORDER BY page.position)
                          FILTER (WHERE page.position IS NOT NULL), '[]'),
        'next', CASE WHEN count(page.position) = %(limit)s THEN max(page.position) END
    )
    FROM videos AS its LEFT JOIN LATERAL (
        SELECT position, at, name, sentence, actor FROM video_events
        WHERE video_id = its.video_id AND position > %(beyond)s
        ORDER BY position LIMIT %(limit)s
    ) AS page ON true
    WHERE its.video_id = %(video_id)s AND its.account_id = %(account_id)s
    GROUP BY its.video_id
"""


# The same text, or topic, told again on the same channel is a film made anew, in another format
# or length.
BESIDE = f"""
    SELECT it.video_id, it.channel_id, coalesce({TITLE}, '') AS title, it.script
    FROM videos AS it
    JOIN (
        SELECT account_id, channel_id, topic, source FROM videos WHERE video_id = %(video_id)s
    ) AS its
      ON it.account_id = its.account_id
     AND (it.channel_id, coalesce(it.topic, it.source))
         IS DISTINCT FROM (its.channel_id, coalesce(its.topic, its.source))
    WHERE it.video_id <> %(video_id)s AND it.script IS NOT NULL
      AND it.stage NOT IN ('cancelled', 'rejected')
    ORDER BY it.requested_position DESC LIMIT %(limit)s
"""  # noqa: S608 - made of this module's constants


@dataclass(frozen=True, slots=True)
class Told:
    """A video by its accepted script, a blob."""

    video_id: UUID
    channel_id: UUID
    title: str
    script: BlobId


async def page(
    reader: Reader,
    account_id: UUID,
    its: Page,
    *,
    channel_id: UUID | None = None,
    stage: str | None = None,
) -> bytes:
    """The newest requests first; `next` is null on the last page."""
    asked = {"account_id": account_id, "limit": its.limit, "beyond": its.beyond}
    found = await reader.json(PAGE, asked | {"channel_id": channel_id, "stage": stage})
    assert found is not None
    return found


async def one(reader: Reader, account_id: UUID, video_id: UUID) -> bytes | None:
    """Everything about one video; None where the account has no such video."""
    return await reader.json(ONE, {"account_id": account_id, "video_id": video_id})


async def events(reader: Reader, account_id: UUID, video_id: UUID, its: Page) -> bytes | None:
    """What happened, the oldest first; None where the account has no such video."""
    asked = {"account_id": account_id, "limit": its.limit, "beyond": its.beyond or 0}
    return await reader.json(EVENTS, asked | {"video_id": video_id})


async def scripts_beside(reader: Reader, video_id: UUID, most: int) -> tuple[Told, ...]:
    """The latest scripts of the same account's other videos, on all its channels.

    Not of those that tell the same source, or topic, on the same channel, nor of those that were
    cancelled or rejected: nobody will see them.
    """
    rows = await reader.rows(BESIDE, {"video_id": video_id, "limit": most})
    return tuple(Told(it["video_id"], it["channel_id"], it["title"], it["script"]) for it in rows)
