"""Costs: sums by mode, currency and kind, which are never mixed, and the lines behind them."""

from datetime import date
from uuid import UUID

from domain.mode import Mode
from queries.ports import Reader

VIEWS = ("video", "cost")

AMOUNT = "(amount_nanos * 0.000000001)::text"
"""A whole number of nanos as a decimal string with nine decimals, exactly."""
AMOUNT_SUM = "(sum(amount_nanos) * 0.000000001)::numeric(38, 9)::text"


def totals(scope: str, subject: str) -> str:
    """SQL for the JSON list of a scope's sums; `subject` is a column or a value of the caller."""
    return f"""coalesce((
        SELECT json_agg(json_build_object(
            'mode', mode, 'currency', currency, 'kind', kind, 'basis', basis,
            'amount', {AMOUNT}, 'lines', lines
        ) ORDER BY mode, currency, kind)
        FROM cost_totals WHERE scope = '{scope}' AND subject_id = {subject} AND lines > 0
    ), '[]')"""  # noqa: S608 - both are words of this program


OF_VIDEO = f"""
    SELECT json_build_object(
        'video_id', its.video_id,
        'totals', {totals("video", "its.video_id")},
        'lines', coalesce((SELECT json_agg(line ORDER BY position, n) FROM (
            SELECT call_id, coalesce(name, 'cost-adjusted') AS call,
                   cost_lines.attempt, cost_lines.n, cost_lines.job_id,
                   cost_lines.mode, currency, kind, basis, metering,
                   cost_lines.provider, cost_lines.model, meter, quantity, per,
                   (unit_price_nanos * 0.000000001)::text AS unit_price, {AMOUNT} AS amount,
                   list_version, service_date, posting_month, position, at
            FROM cost_lines LEFT JOIN calls USING (call_id)
            WHERE cost_lines.video_id = its.video_id
            ORDER BY position, cost_lines.n LIMIT %(limit)s
        ) AS line), '[]'),
        'lines_in_all', (SELECT count(*) FROM cost_lines WHERE video_id = its.video_id),
        'paused', (SELECT paused FROM served WHERE view = 'cost')
    )
    FROM videos AS its WHERE video_id = %(video_id)s AND account_id = %(account_id)s
"""  # noqa: S608 - made of this module's constants


async def of_video(
    reader: Reader, account_id: UUID, video_id: UUID, limit: int = 1_000
) -> bytes | None:
    """A video's sums and its first `limit` lines; None where the account has no such video.

    `paused` says why, where sums have stopped short of what was recorded.
    """
    its = {"account_id": account_id, "video_id": video_id, "limit": limit}
    return await reader.json(OF_VIDEO, its)


CHARGES = f"""
    SELECT json_build_object('items', coalesce(json_agg(row_to_json(its)), '[]')) FROM (
        SELECT provider, model, meter, service_date, currency, {AMOUNT_SUM} AS amount,
               (coalesce(sum(quantity) FILTER (WHERE list_version <> 'adjusted'), 0))::bigint
                   AS quantity,
               count(*) AS lines,
               CASE WHEN %(by_request)s THEN request_id ELSE '' END AS request_id
        FROM cost_lines
        WHERE account_id = %(account_id)s AND mode = %(mode)s
          AND kind IN ('cash', 'would-have-cost', 'unpriced')
          AND (%(first)s::date IS NULL OR date_trunc('month', service_date) = %(first)s)
        GROUP BY provider, model, meter, service_date, currency, 9
        ORDER BY provider, model, meter, service_date, currency, 9
    ) AS its
"""  # noqa: S608 - made of this module's constants


async def charges(
    reader: Reader, account_id: UUID, mode: Mode, first: date | None, *, by_request: bool = False
) -> bytes:
    """Usage and charges, together by day, provider, model and meter; by request, if so asked.

    `first` is the first day of a month, None: of all time. Corrections count in amounts, and in
    no quantity. A request is named by its provider; one that was not answered has no name.
    """
    asked: dict[str, object] = {"account_id": account_id, "mode": mode.value}
    asked |= {"first": first, "by_request": by_request}
    found = await reader.json(CHARGES, asked)
    assert found is not None
    return found


CHARGED = """
    SELECT DISTINCT provider FROM cost_lines
    WHERE account_id = %(account_id)s AND list_version <> 'adjusted'
"""


async def charged_by(reader: Reader, account_id: UUID) -> frozenset[str]:
    """Every provider that has charged the account, or would have."""
    rows = await reader.rows(CHARGED, {"account_id": account_id})
    return frozenset(it["provider"] for it in rows)
