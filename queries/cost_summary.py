"""What all of it costs: by outcome, and for a minute of film with every failure paid for."""

from uuid import UUID

from queries.journal import BOOK, STANDING, amount
from queries.ports import Reader

VIEWS = ("video", "journal")

OUTCOME = """CASE split_part(account, '/', 2)
    WHEN 'work-in-progress' THEN 'unallocated' ELSE split_part(account, '/', 2) END"""

SUMMARY = f"""
    WITH {STANDING},
    costs AS (
        SELECT mode, currency, {BOOK} AS book, {OUTCOME} AS outcome, sum(nanos) AS nanos
        FROM standing WHERE account NOT LIKE '%%/owed' GROUP BY 1, 2, 3, 4
    ),
    sums AS (SELECT mode, currency, book, sum(nanos) AS nanos FROM costs GROUP BY 1, 2, 3),
    films AS (
        SELECT count(*) AS films, coalesce(sum(duration_ms), 0)::bigint AS film_ms
        FROM videos WHERE account_id = %(account_id)s AND duration_ms IS NOT NULL
          AND stage IN ('ready', 'approved', 'published')
    )
    SELECT json_build_object(
        'basis', 'books',
        'films', films, 'film_ms', film_ms,
        'outcomes', (SELECT coalesce(json_agg(json_build_object(
            'mode', mode, 'currency', currency, 'book', book, 'outcome', outcome,
            'amount', {amount("nanos")}
        ) ORDER BY mode, currency, book, outcome), '[]') FROM costs),
        'totals', (SELECT coalesce(json_agg(json_build_object(
            'mode', mode, 'currency', currency, 'book', book, 'amount', {amount("nanos")},
            'per_film_minute', CASE WHEN film_ms > 0
                               THEN {amount("round(nanos * 60000 / film_ms)")} END
        ) ORDER BY mode, currency, book), '[]') FROM sums),
        'paused', (SELECT paused FROM served WHERE view = 'journal')
    ) FROM films
"""  # noqa: S608 - made of this module's constants


async def of_account(reader: Reader, account_id: UUID) -> bytes:
    """Modes, currencies and books apart; films are those that are finished.

    `per_film_minute` is all that was spent, on failures too, by the minutes of finished films.
    """
    found = await reader.json(SUMMARY, {"account_id": account_id})
    assert found is not None
    return found
