"""Which calls a job made is read from the ledger itself."""

from dataclasses import replace
from uuid import UUID

from domain.ids import OpId, call_stream, job_stream
from domain.job import JobOpened
from domain.work import Narrate
from infra.ledger.decision import RULES
from infra.ledger.mapper import Mapper
from infra.ledger.pool import ledger_pool
from infra.ledger.writer import Writer
from infra.settings import Ledger
from infra.worker.made import LedgerCalls
from tests.domain.test_call import ABOUT, INTENDED, NEVER_RAN, SECOND
from tests.given import ACCOUNT, JOB, OP, OTHER_JOB, SCRIPT, VIDEO_STREAM, because
from tests.happen import Happen
from tests.infra.ledgers import LIMITS, in_postgres

OTHERS = OpId(UUID(int=77))
OPENED = JobOpened(VIDEO_STREAM, ACCOUNT, Narrate(SCRIPT, "en"), None)


async def test_a_jobs_calls_are_those_that_were_intended_for_it(database_url: str) -> None:
    theirs = replace(INTENDED, about=replace(ABOUT, job_id=OTHER_JOB))
    mine, other = call_stream(OP), call_stream(OTHERS)
    told = [(mine, INTENDED), (other, theirs), (mine, NEVER_RAN), (mine, SECOND)]
    async with in_postgres(database_url, LIMITS, Writer(Mapper()), RULES) as bench:
        for n, (stream, event) in enumerate([(job_stream(JOB), OPENED), *told], start=1):
            await bench.ledger.carry_out(Happen(stream, event), because(n))
    async with ledger_pool(database_url, Ledger(connections=1)) as pool:
        calls = LedgerCalls(pool)
        assert await calls.of(JOB, ACCOUNT) == [OP]
        assert await calls.of(OTHER_JOB, ACCOUNT) == []
