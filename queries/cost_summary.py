"""What all of it costs: by outcome, and for a minute of film with every failure paid for."""

from uuid import UUID

from queries.journal import BOOK, STANDING, amount
from queries.ports import Reader

VIEWS = ("video", "journal", "cost")

OUTCOME = """CASE split_part(account, '/', 2)
    WHEN 'work-in-progress' THEN 'unallocated' ELSE split_part(account, '/', 2) END"""

SUMMARY = f"""
    WITH {STANDING},
    costs AS (
        SELECT mode, currency, {BOOK} AS book, {OUTCOME} AS outcome, sum(nanos) AS nanos
        FROM standing WHERE account NOT LIKE '%%/owed' GROUP BY 1, 2, 3, 4
    ),
    sums AS (SELECT mode, currency, book, sum(nanos) AS nanos FROM costs GROUP BY 1, 2, 3),
    finished AS MATERIALIZED (
        SELECT video_id, duration_ms FROM videos
        WHERE account_id = %(account_id)s AND duration_ms IS NOT NULL
          AND stage IN ('ready', 'approved', 'published')
    ),
    made AS (
        SELECT mode, count(*) AS films, sum(duration_ms) AS film_ms FROM (
            SELECT DISTINCT video_id, duration_ms, mode
            FROM finished JOIN calls USING (video_id) WHERE status = 'succeeded'
        ) AS its GROUP BY mode
    ),
    films AS (
        SELECT count(*) AS films, coalesce(sum(duration_ms), 0)::bigint AS film_ms FROM finished
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
            'films', coalesce(made.films, 0), 'film_ms', coalesce(made.film_ms, 0)::bigint,
            'per_film_minute', CASE WHEN made.film_ms > 0 AND nanos >= 0
                               THEN {amount("round(nanos * 60000 / made.film_ms)")} END
        ) ORDER BY mode, currency, book), '[]') FROM sums LEFT JOIN made USING (mode)),
        'paused', (SELECT paused FROM served WHERE view = 'journal')
    ) FROM films
"""  # noqa: S608 - made of this module's constants


async def of_account(reader: Reader, account_id: UUID) -> bytes:
    """Modes, currencies and books apart; films are those that are finished.

    `per_film_minute` is all that a mode's calls cost, on failures too, by the minutes of finished
    films that such a call had a part in; null where there are none, or corrections took back more
    than was spent. A film counts in every mode that it was made in.
    """
    found = await reader.json(SUMMARY, {"account_id": account_id})
    assert found is not None
    return found
