"""Channels: those of an account, and one of them."""

from uuid import UUID

from queries.cost import totals
from queries.ports import NOW, Reader

VIEWS = ("channel", "cost")

CHANNEL = f"""
    SELECT channel_id, account_id, name, language, voice, opened_at, opened_position,
           paused, paused_because, videos,
           CASE WHEN realistic IS NOT NULL THEN json_build_object(
               'realistic', realistic, 'made_for_kids', made_for_kids,
               'paid_promotion', paid_promotion
           ) END AS decided,
           CASE WHEN ownership IS NOT NULL THEN json_build_object(
               'ownership', ownership, 'licence', licence, 'attribution', attribution
           ) END AS rights,
           CASE WHEN fps IS NOT NULL THEN json_build_object(
               'resolution', resolution, 'fps', fps, 'codec', codec
           ) END AS format,
           captions::json AS captions, look::json AS look, personality,
           CASE WHEN music_asset IS NOT NULL THEN json_build_object(
               'asset_id', music_asset, 'name', music_name,
               'speaking_lu', music_speaking_lu, 'pausing_lu', music_pausing_lu
           ) END AS music,
           CASE WHEN auto_publish_until IS NOT NULL THEN json_build_object(
               'until', auto_publish_until, 'per_day', auto_publish_per_day,
               'used_today', coalesce((
                   SELECT used FROM channel_auto_publish_days AS its
                   WHERE its.channel_id = channels.channel_id
                     AND day = ({NOW} AT TIME ZONE 'UTC')::date), 0)
           ) END AS auto_publish,
           {totals("channel", "channels.channel_id")} AS costs
    FROM channels
"""  # noqa: S608 - made of constants
ALL = f"""
    SELECT json_build_object('items', coalesce(
        json_agg(row_to_json(its) ORDER BY opened_position), '[]'))
    FROM ({CHANNEL} WHERE account_id = %(account_id)s) AS its
"""  # noqa: S608 - made of constants
ONE = f"""
    SELECT row_to_json(its) FROM (
        {CHANNEL} WHERE account_id = %(account_id)s AND channel_id = %(channel_id)s
    ) AS its
"""  # noqa: S608 - made of constants


async def all_of(reader: Reader, account_id: UUID) -> bytes:
    """An account's channels, the oldest first: the domain keeps them few."""
    found = await reader.json(ALL, {"account_id": account_id})
    assert found is not None
    return found


async def one(reader: Reader, account_id: UUID, channel_id: UUID) -> bytes | None:
    """One channel; None where the account has no such channel."""
    return await reader.json(ONE, {"account_id": account_id, "channel_id": channel_id})
