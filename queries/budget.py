"""Caps, and what is taken of each budget."""

from datetime import date
from uuid import UUID

from domain.cap import CapOf
from queries.ports import Reader, Row
from queries.video import TITLE

VIEWS = ("budget", "video", "channel")


def _amount(column: str) -> str:
    return f"({column} * 0.000000001)::text"


CHANNEL = "CASE its.scope WHEN 'channel-month' THEN its.subject_id ELSE videos.channel_id END"
NAME = f"""CASE its.scope
    WHEN 'video' THEN {TITLE}
    WHEN 'channel-month' THEN (SELECT name FROM channels WHERE channel_id = its.subject_id)
    END"""  # noqa: S608 - made of this module's constants
CAPPED = f"""
    FROM budgets AS its
    LEFT JOIN videos ON its.scope = 'video' AND videos.video_id = its.subject_id
    LEFT JOIN caps AS own ON own.account_id = its.account_id AND own.scope = its.scope
      AND own.subject_id = {CHANNEL} AND own.mode = its.mode AND own.currency = its.currency
    LEFT JOIN caps AS every ON every.account_id = its.account_id AND every.scope = its.scope
      AND every.subject_id = its.account_id AND every.mode = its.mode
      AND every.currency = its.currency
    WHERE its.account_id = %(account_id)s
"""
OF_ACCOUNT = f"""
    SELECT json_build_object(
        'caps', coalesce((SELECT json_agg(json_build_object(
            'scope', scope,
            'channel_id', CASE WHEN subject_id <> caps.account_id THEN subject_id END,
            'channel_name', channels.name,
            'mode', mode, 'currency', currency, 'cap', {_amount("cap_nanos")},
            'decided_at', decided_at
        ) ORDER BY scope, subject_id, mode, currency)
        FROM caps LEFT JOIN channels ON channel_id = subject_id
        WHERE caps.account_id = %(account_id)s), '[]'),
        'budgets', coalesce((SELECT json_agg(json_build_object(
            'scope', scope, 'subject_id', subject_id, 'name', name, 'period', period,
            'mode', mode, 'currency', currency, 'basis', basis, 'cap', {_amount("cap_nanos")},
            'reserved', {_amount("reserved_nanos")}, 'spent', {_amount("spent_nanos")},
            'changed_at', changed_at
        ) ORDER BY changed_at DESC, scope, subject_id, period, mode, currency) FROM (
            SELECT its.scope, its.subject_id, {NAME} AS name, period,
                   its.mode, its.currency, its.basis,
                   coalesce(own.cap_nanos, every.cap_nanos) AS cap_nanos,
                   reserved_nanos, spent_nanos, its.changed_at
            {CAPPED} AND counts
            ORDER BY changed_at DESC, scope, subject_id, period, mode, currency LIMIT %(limit)s
        ) AS newest), '[]')
    )
"""  # noqa: S608 - made of this module's constants

UNCOUNTED = f"""
    SELECT its.subject_id, period, cost_nanos - spent_nanos AS nanos, opened_nanos
    {CAPPED} AND its.scope = %(scope)s AND its.mode = %(mode)s AND its.currency = %(currency)s
      AND (%(channel_id)s::uuid IS NULL OR {CHANNEL} = %(channel_id)s)
      AND cost_nanos <> spent_nanos
      AND (its.scope <> 'video' OR videos.stage NOT IN ('published', 'rejected', 'cancelled'))
      AND period IN ('all', %(month)s, %(day)s)
    ORDER BY its.changed_at DESC, its.subject_id
"""


async def of_account(reader: Reader, account_id: UUID, limit: int = 100) -> bytes:
    """Every cap, and the budgets that changed last, each with the cap that holds for it now."""
    found = await reader.json(OF_ACCOUNT, {"account_id": account_id, "limit": limit})
    assert found is not None
    return found


async def uncounted(reader: Reader, account_id: UUID, of: CapOf, today: date) -> list[Row]:
    """What a cap's running periods have cost beside what their budgets counted.

    Of videos, those that are not at their end. Rows of `subject_id`, `period`, `nanos` and
    `opened_nanos`, what the budget was opened with.
    """
    asked = {
        "account_id": account_id,
        "channel_id": of.channel_id,
        "scope": of.scope.value,
        "mode": of.mode.value,
        "currency": of.currency,
        "month": f"{today:%Y-%m}",
        "day": f"{today:%Y-%m-%d}",
    }
    return await reader.rows(UNCOUNTED, asked)
