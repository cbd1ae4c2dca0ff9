"""How far the views have come behind the ledger, and what holds them up."""

from queries.ports import Reader

# One statement, so that head and positions are of the same moment.
STANDING = """
    SELECT json_build_object(
        'head', head.position,
        'views', coalesce((
            SELECT json_agg(json_build_object(
                'view', its.projection,
                'version', its.version,
                'position', its.position,
                'lag_events', greatest(head.position - its.position, 0),
                'lag_s', CASE WHEN head.position > its.position THEN (
                    SELECT extract(epoch FROM clock_timestamp() - waiting.recorded_at)
                    FROM ledger.events AS waiting
                    WHERE waiting.notification_id = its.position + 1) ELSE 0 END,
                'paused', CASE WHEN its.position > head.position THEN 'ahead of the ledger'
                               ELSE its.paused END,
                'parked', (SELECT count(*) FROM ops.parked
                           WHERE parked.schema = its.schema)
            ) ORDER BY its.projection)
            FROM ops.serving JOIN ops.checkpoints AS its USING (schema)
        ), '[]')
    )
    FROM (SELECT coalesce(max(notification_id), 0) AS position FROM ledger.events) AS head
"""


async def standing(reader: Reader) -> bytes:
    """Every served view: position, lag in events and seconds, why it stands, streams parked."""
    found = await reader.json(STANDING, {})
    assert found is not None
    return found
