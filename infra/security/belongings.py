"""What belongs to an account, from the ledger itself: tables may be late, or not there yet."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from domain.ids import AccountId, BlobId, JobId, StreamId, VideoId, account_stream
from infra.ledger.pool import Pool, connected
from processors.traces import Approved, Begun

PAGE = 20_000
HEAD = "SELECT coalesce(max(notification_id), 0) FROM ledger.events"
WITHIN = "notification_id > %(after)s AND notification_id <= %(after)s + %(page)s"
STREAMS = f"""
    SELECT DISTINCT originator_id FROM ledger.events
    WHERE {WITHIN} AND account_id = %(account)s AND kind = %(kind)s
"""  # noqa: S608 - made of constants
NAMED = f"""
    SELECT DISTINCT found[1] FROM ledger.events
    CROSS JOIN LATERAL regexp_matches(
        convert_from(state, 'UTF8'), 'sha256:[0-9a-f]{{64}}', 'g') AS found
    WHERE {WITHIN} AND (account_id IS NOT DISTINCT FROM %(account)s) = %(own)s
"""  # noqa: S608 - made of constants
APPROVED = f"""
    SELECT originator_id, convert_from(state, 'UTF8')::json ->> 'film',
           convert_from(state, 'UTF8')::json ->> 'sidecar'
    FROM ledger.events
    WHERE {WITHIN} AND account_id = %(account)s AND topic = 'video.publish-approved'
"""  # noqa: S608 - made of constants
OTHERS = f"""
    SELECT account_id FROM ledger.events
    WHERE {WITHIN} AND topic = 'account.registered' AND originator_id <> %(stream)s LIMIT 1
"""  # noqa: S608 - made of constants
BEGUN = """
    SELECT recorded_at, notification_id FROM ledger.events
    WHERE originator_id = %s AND topic = 'account.erasure-begun'
    ORDER BY originator_version DESC LIMIT 1
"""
AT_WORK = """
    SELECT EXISTS (
        SELECT FROM ops.leases AS its
        JOIN ledger.events ON originator_id = 'job/' || its.job_id AND originator_version = 1
        WHERE account_id = %s AND its.job_id <> %s AND its.expires_at > clock_timestamp()
    )
"""


@dataclass(frozen=True, slots=True)
class LedgerBelongings:
    """Reads the whole ledger, a page a statement: an erasure is rare, and complete."""

    pool: Pool

    async def streams(self, account_id: AccountId, kind: str) -> list[StreamId]:
        asked = {"account": account_id, "kind": kind}
        return sorted({StreamId(it) async for (it,) in self._scan(STREAMS, asked)})

    async def begun(self, account_id: AccountId) -> Begun | None:
        async with connected(self.pool) as connection:
            its = await connection.execute(BEGUN, (account_stream(account_id),))
            found = await its.fetchone()
        return None if found is None else Begun(*found)

    async def named_by(self, account_id: AccountId) -> set[BlobId]:
        asked = {"account": account_id, "own": True}
        return {BlobId(it) async for (it,) in self._scan(NAMED, asked)}

    async def named_by_others(self, account_id: AccountId) -> set[BlobId] | None:
        stream = {"stream": account_stream(account_id)}
        if not [it async for it in self._scan(OTHERS, stream)]:
            return None
        asked = {"account": account_id, "own": False}
        return {BlobId(it) async for (it,) in self._scan(NAMED, asked)}

    async def publications(self, account_id: AccountId) -> set[Approved]:
        found = self._scan(APPROVED, {"account": account_id})
        return {
            Approved(VideoId(UUID(video.partition("/")[2])), BlobId(film), BlobId(sidecar))
            async for video, film, sidecar in found
        }

    async def at_work(self, account_id: AccountId, but: JobId) -> bool:
        async with connected(self.pool) as connection:
            found = await (await connection.execute(AT_WORK, (account_id, but))).fetchone()
        return found is not None and bool(found[0])

    async def _scan(self, question: str, asked: dict[str, Any]) -> AsyncIterator[tuple[Any, ...]]:
        async with connected(self.pool) as connection:
            head = await (await connection.execute(HEAD)).fetchone()
            assert head is not None, "an aggregate has one row"
            for after in range(0, head[0], PAGE):
                values = asked | {"after": after, "page": PAGE}
                for row in await (await connection.execute(question.encode(), values)).fetchall():
                    yield row
