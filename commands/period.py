"""Closing and reopening a month of an account's books."""

from dataclasses import dataclass

from commands.ports import Plain, Step, Steps, World
from domain import period
from domain.event import Decision
from domain.ids import AccountId, period_stream
from domain.period import Periods


@dataclass(frozen=True, slots=True)
class ClosePeriod(Plain):
    account_id: AccountId
    month: str
    by: str

    def steps(self, world: World) -> Steps:
        def decide(it: Periods | None) -> Decision:
            return period.close(it, self.month, self.by, world.now.date())

        yield Step(period_stream(self.account_id), decide)


@dataclass(frozen=True, slots=True)
class ReopenPeriod(Plain):
    account_id: AccountId
    month: str
    by: str

    def steps(self, _: World) -> Steps:
        def decide(it: Periods | None) -> Decision:
            return period.reopen(it, self.month, self.by)

        yield Step(period_stream(self.account_id), decide)
