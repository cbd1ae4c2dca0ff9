"""The journal: postings one by one, and what stands on each account. Modes and currencies apart.

Costs of a video are posted to work in progress. What has gathered there is moved, debit and
credit, when the video ends, and back when it is taken up again; what comes later follows at once.
"""

from uuid import UUID

from queries.ports import Page, Reader

VIEWS = ("journal",)

IN_PROGRESS = "account LIKE '%%/work-in-progress'"
BOOK = "split_part(account, '/', 1)"


def amount(nanos: str) -> str:
    """SQL for a sum of nanos as a decimal string with nine decimals, exactly."""
    return f"({nanos} * 0.000000001)::numeric(38, 9)::text"


def role(outcome: str) -> str:
    """SQL for the part of an account's code that an outcome is posted to."""
    return f"CASE {outcome} WHEN 'unallocated' THEN 'work-in-progress' ELSE {outcome} END"


STANDING = f"""
    last AS (
        SELECT DISTINCT ON (video_id) video_id, outcome FROM outcome_moves
        WHERE video_id IN (
            SELECT subject_id FROM journal_balances
            WHERE account_id = %(account_id)s AND scope = 'video'
        )
        ORDER BY video_id, position DESC
    ),
    standing AS (
        SELECT CASE WHEN outcome IS NOT NULL AND {IN_PROGRESS}
                    THEN {BOOK} || '/' || {role("outcome")} ELSE account END AS account,
               mode, currency, sum(debit_nanos - credit_nanos) AS nanos
        FROM journal_balances
        LEFT JOIN last ON scope = 'video' AND last.video_id = subject_id
        WHERE account_id = %(account_id)s
        GROUP BY 1, 2, 3
    )
"""  # noqa: S608 - made of this module's constants

TRIAL_BALANCE = f"""
    WITH {STANDING},
    sides AS (
        SELECT *, greatest(nanos, 0) AS debit_nanos, greatest(-nanos, 0) AS credit_nanos
        FROM standing
    )
    SELECT json_build_object(
        'basis', 'books',
        'accounts', (SELECT coalesce(json_agg(json_build_object(
            'mode', mode, 'currency', currency, 'account', account,
            'debit', {amount("debit_nanos")}, 'credit', {amount("credit_nanos")}
        ) ORDER BY mode, currency, account), '[]') FROM sides),
        'totals', (SELECT coalesce(json_agg(json_build_object(
            'mode', mode, 'currency', currency, 'debit', debit, 'credit', credit
        ) ORDER BY mode, currency), '[]') FROM (
            SELECT mode, currency, {amount("sum(debit_nanos)")} AS debit,
                   {amount("sum(credit_nanos)")} AS credit
            FROM sides GROUP BY mode, currency
        ) AS total),
        'paused', (SELECT paused FROM served WHERE view = 'journal')
    )
"""  # noqa: S608 - made of this module's constants

BEFORE = """coalesce((
    SELECT outcome FROM outcome_moves AS its
    WHERE its.video_id = {of}.video_id AND its.position < {of}.position
    ORDER BY its.position DESC LIMIT 1
), 'unallocated')"""
"""SQL for what a video's costs were of just before a row of it."""

POSTINGS = """position, n, video_id, source_id, event, account, mode, currency, debit_nanos,
    credit_nanos, provider, model, meter, quantity, service_date, posting_month, at"""
BELOW = "coalesce(%(beyond)s::bigint, 9223372036854775807)"

PLACES = f"""
    posted AS (
        SELECT DISTINCT position FROM journal_postings
        WHERE account_id = %(account_id)s AND position < {BELOW}
        ORDER BY position DESC LIMIT %(limit)s
    ),
    moved AS (
        SELECT position FROM outcome_moves AS move
        WHERE account_id = %(account_id)s AND position < {BELOW}
          AND outcome <> {BEFORE.format(of="move")}
          AND EXISTS (
              SELECT FROM journal_postings AS its
              WHERE its.video_id = move.video_id AND its.position < move.position
                AND {IN_PROGRESS}
          )
        ORDER BY position DESC LIMIT %(limit)s
    ),
    places AS MATERIALIZED (
        SELECT position FROM posted UNION SELECT position FROM moved
        ORDER BY position DESC LIMIT %(limit)s
    )
"""  # noqa: S608 - made of this module's constants

WITHIN = """position BETWEEN (SELECT min(position) FROM places)
    AND (SELECT max(position) FROM places)"""
"""SQL for the range that a page's places are all of."""

POSTED = f"""
    own AS MATERIALIZED (
        SELECT {POSTINGS} FROM journal_postings
        WHERE account_id = %(account_id)s AND {WITHIN}
    ),
    moves AS MATERIALIZED (
        SELECT move.position, move.video_id, {BEFORE.format(of="move")} AS before, outcome, move.at
        FROM outcome_moves AS move
        WHERE account_id = %(account_id)s AND {WITHIN}
    ),
    carried AS (
        SELECT moves.position, moves.video_id, {BOOK} AS book, mode, currency,
               sum(debit_nanos - credit_nanos) AS nanos, before, outcome, moves.at,
               (moves.at AT TIME ZONE 'UTC')::date AS service_date,
               to_char(moves.at AT TIME ZONE 'UTC', 'YYYY-MM') AS posting_month
        FROM moves JOIN journal_postings AS its
          ON its.video_id = moves.video_id AND its.position < moves.position
        WHERE before <> outcome AND {IN_PROGRESS}
        GROUP BY moves.position, moves.video_id, 3, mode, currency, before, outcome, moves.at
        UNION ALL
        SELECT late.position, late.video_id, {BOOK}, mode, currency,
               sum(debit_nanos - credit_nanos), 'unallocated', after.outcome, late.at,
               service_date, posting_month
        FROM own AS late
        CROSS JOIN LATERAL (SELECT {BEFORE.format(of="late")} AS outcome) AS after
        WHERE {IN_PROGRESS} AND after.outcome <> 'unallocated'
        GROUP BY late.position, late.video_id, 3, mode, currency, after.outcome, late.at,
                 service_date, posting_month
    ),
    sides AS (
        SELECT carried.*, book || '/' || side.role AS account, side.times * nanos AS side_nanos,
               1000000 + 2 * dense_rank() OVER (
                   PARTITION BY position ORDER BY book, mode, currency, service_date, posting_month
               ) + side.place AS n
        FROM carried CROSS JOIN LATERAL (VALUES
            (0, 1, {role("outcome")}), (1, -1, {role("before")})
        ) AS side (place, times, role)
        WHERE nanos <> 0
    ),
    page AS (
        SELECT * FROM own
        UNION ALL
        SELECT position, n, video_id, video_id, 'outcome-moved', account, mode, currency,
               greatest(side_nanos, 0), greatest(-side_nanos, 0), '', '', '', 0,
               service_date, posting_month, at
        FROM sides
    )
"""  # noqa: S608 - made of this module's constants

JOURNAL = f"""
    WITH {PLACES}, {POSTED}
    SELECT json_build_object(
        'items', (SELECT coalesce(json_agg(json_build_object(
            'position', position, 'n', n, 'event', event, 'source_id', source_id,
            'video_id', video_id, 'mode', mode, 'currency', currency, 'basis', 'books',
            'account', account, 'debit', {amount("debit_nanos")},
            'credit', {amount("credit_nanos")}, 'provider', provider, 'model', model,
            'meter', meter, 'quantity', quantity, 'service_date', service_date,
            'posting_month', posting_month, 'at', at
        ) ORDER BY position DESC, n), '[]') FROM page),
        'next', (SELECT CASE WHEN count(*) = %(limit)s THEN min(position) END FROM places)
    )
"""  # noqa: S608 - made of this module's constants


async def trial_balance(reader: Reader, account_id: UUID) -> bytes:
    """What stands on every account, debits and credits alike; `paused` where it fell behind."""
    found = await reader.json(TRIAL_BALANCE, {"account_id": account_id})
    assert found is not None
    return found


async def page(reader: Reader, account_id: UUID, its: Page) -> bytes:
    """All postings of the newest `limit` events; debits equal credits for every one of them.

    The cursor is an event's position: an entry is never cut in two, and however deep a page is,
    no more is read for it than its own events, and the videos that they move.
    """
    asked = {"account_id": account_id, "limit": its.limit, "beyond": its.beyond}
    found = await reader.json(JOURNAL, asked)
    assert found is not None
    return found
