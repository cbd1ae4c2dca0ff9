"""Accounts: one, with what it has spent."""

from uuid import UUID

from queries.cost import totals
from queries.ports import Reader

VIEWS = ("account", "cost")

ONE = f"""
    SELECT row_to_json(its) FROM (
        SELECT account_id, role, plan, channels_max, channels, registered_at,
               login, email, verified, verified_at, erasure, erasure_at, erasure_why,
               CASE WHEN hold = '' THEN null ELSE
                   json_build_object('reason', hold, 'until', hold_until)
               END AS hold,
               {totals("account", "accounts.account_id")} AS costs
        FROM accounts WHERE account_id = %(account_id)s
    ) AS its
"""  # noqa: S608 - made of constants


async def one(reader: Reader, account_id: UUID) -> bytes | None:
    """Its `email` is sealed still, and `login` is the key of the stream that it is sealed for."""
    return await reader.json(ONE, {"account_id": account_id})
