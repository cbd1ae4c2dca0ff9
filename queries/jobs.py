"""Jobs: what is open, what waits, and what was given up."""

from uuid import UUID

from queries.ports import NOW, Page, Reader

VIEWS = ("jobs",)

PAGE = f"""
    WITH page AS (
        SELECT job_id, kind, subject, video_id, state, failures, not_before, priority,
               code, sentence, opened_at, opened_position, settled_at,
               CASE WHEN state = 'open' AND not_before > {NOW} THEN json_build_object(
                   'until', not_before, 'code', code, 'sentence', sentence
               ) END AS waits
        FROM jobs
        WHERE account_id = %(account_id)s
          AND opened_position < coalesce(%(beyond)s::bigint, 9223372036854775807)
          AND (%(video_id)s::uuid IS NULL OR video_id = %(video_id)s)
          AND (%(state)s::text IS NULL OR state = %(state)s)
        ORDER BY opened_position DESC LIMIT %(limit)s
    )
    SELECT json_build_object(
        'items', coalesce(json_agg(row_to_json(page) ORDER BY opened_position DESC), '[]'),
        'next', CASE WHEN count(*) = %(limit)s THEN min(opened_position) END
    ) FROM page
"""  # noqa: S608 - made of this module's constants


async def page(
    reader: Reader,
    account_id: UUID,
    its: Page,
    *,
    video_id: UUID | None = None,
    state: str | None = None,
) -> bytes:
    """The newest first; `next` is null on the last page.

    `state` is open, finished, set-aside, dead or cancelled; `waits` says until when an open one
    waits, and why: null where it is worked on, or may be.
    """
    asked = {"account_id": account_id, "limit": its.limit, "beyond": its.beyond}
    found = await reader.json(PAGE, asked | {"video_id": video_id, "state": state})
    assert found is not None
    return found
