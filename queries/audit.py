"""The audit timeline: who did what, when, on whose behalf, and because of what."""

from uuid import UUID

from queries.ports import Page, Reader

VIEWS = ("audit",)

PAGE = """
    WITH page AS (
        SELECT position, at, name, event_version, stream, stream_version, actor, event_id,
               command_id, correlation_id, causation_id, summary
        FROM audit_events
        WHERE account_id = %(account_id)s
          AND position < coalesce(%(beyond)s::bigint, 9223372036854775807)
          AND (%(stream)s::text IS NULL OR stream = %(stream)s)
          AND (%(correlation_id)s::uuid IS NULL OR correlation_id = %(correlation_id)s)
        ORDER BY position DESC LIMIT %(limit)s
    )
    SELECT json_build_object(
        'items', coalesce(json_agg(row_to_json(page) ORDER BY position DESC), '[]'),
        'next', CASE WHEN count(*) = %(limit)s THEN min(position) END
    ) FROM page
"""


async def page(
    reader: Reader,
    account_id: UUID,
    its: Page,
    *,
    stream: str | None = None,
    correlation_id: UUID | None = None,
) -> bytes:
    """The newest first; `next` is null on the last page."""
    asked = {"account_id": account_id, "limit": its.limit, "beyond": its.beyond}
    found = await reader.json(PAGE, asked | {"stream": stream, "correlation_id": correlation_id})
    assert found is not None
    return found
