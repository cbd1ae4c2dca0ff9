"""Caps, and what is taken of each budget."""

from uuid import UUID

from queries.ports import Reader

VIEWS = ("budget",)


def _amount(column: str) -> str:
    return f"({column} * 0.000000001)::text"


OF_ACCOUNT = f"""
    SELECT json_build_object(
        'caps', coalesce((SELECT json_agg(json_build_object(
            'scope', scope,
            'channel_id', CASE WHEN subject_id <> account_id THEN subject_id END,
            'mode', mode, 'currency', currency, 'cap', {_amount("cap_nanos")},
            'decided_at', decided_at
        ) ORDER BY scope, subject_id, mode, currency)
        FROM caps WHERE account_id = %(account_id)s), '[]'),
        'budgets', coalesce((SELECT json_agg(json_build_object(
            'scope', scope, 'subject_id', subject_id, 'period', period,
            'mode', mode, 'currency', currency, 'basis', basis, 'cap', {_amount("cap_nanos")},
            'reserved', {_amount("reserved_nanos")}, 'spent', {_amount("spent_nanos")},
            'changed_at', changed_at
        ) ORDER BY changed_at DESC, scope, subject_id, period, mode, currency) FROM (
            SELECT * FROM budgets WHERE account_id = %(account_id)s
            ORDER BY changed_at DESC, scope, subject_id, period, mode, currency LIMIT %(limit)s
        ) AS newest), '[]')
    )
"""  # noqa: S608 - made of this module's constants


async def of_account(reader: Reader, account_id: UUID, limit: int = 100) -> bytes:
    """Every cap, and the budgets that changed last; `cap` of a budget is that of its last call."""
    found = await reader.json(OF_ACCOUNT, {"account_id": account_id, "limit": limit})
    assert found is not None
    return found
