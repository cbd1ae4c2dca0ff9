"""What a person corrects or adds to an account's costs; nothing recorded is edited."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from commands import budget
from commands.account import active
from commands.ports import Plain, Step, Steps, World, untouched
from commands.video.asking import its_own
from domain import cost
from domain.cost import Books, CostAdjusted
from domain.event import Decision
from domain.ids import AccountId, VideoId, cost_stream, period_stream, video_stream
from domain.mode import Mode
from domain.money import Money
from domain.period import NONE_CLOSED, Periods
from domain.prices import LineKind, PricedLine, Provider
from domain.video import Video
from domain.video.state import Stage

ADJUSTED = "adjusted"
ENDED = (Stage.PUBLISHED, Stage.REJECTED, Stage.CANCELLED)


@dataclass(frozen=True, slots=True)
class AdjustCost(Plain):
    """A difference in cash to what was recorded of a provider; `fixed`: a cost of no video.

    The price book's providers are known, and those that have `charged` the account before.
    Refused as `domain.cost.adjust` says, else counted in budgets as `commands.budget.correct` does.
    """

    adjustment_id: UUID
    account_id: AccountId
    by: str
    reason: str
    provider: Provider
    meter: str
    amount: Money
    service_date: date
    video_id: VideoId | None = None
    fixed: bool = False
    receipt: str = ""
    charged: frozenset[str] = frozenset()

    def steps(self, world: World) -> Steps:
        yield active(self.account_id)
        video: Video | None = None
        if self.video_id is not None:
            video = yield Step(video_stream(self.video_id), self._its_own)
        books: Periods | None = yield Step(period_stream(self.account_id), untouched)
        month = (books or NONE_CLOSED).posting_month(self.service_date)
        adjusted = CostAdjusted(
            self.account_id,
            None if video is None else video.request.channel_id,
            self.video_id,
            self.adjustment_id,
            self.fixed,
            (self._line(month),),
            self.reason,
            self.by,
            self.receipt,
        )
        listed = {it.provider for it in world.prices.prices}
        today = world.now.date()
        known = Books(self.charged | listed, today)
        yield Step(cost_stream(self.account_id), lambda it: cost.adjust(it, adjusted, known))
        ended = video is not None and video.stage in ENDED
        yield from budget.correct(adjusted, today, ended=ended)

    def _its_own(self, it: Video | None) -> Decision:
        its_own(it, self.account_id)
        yield from ()

    def _line(self, month: str) -> PricedLine:
        live = self.provider.mode is Mode.LIVE
        return PricedLine(
            kind=LineKind.CASH if live else LineKind.WOULD_HAVE_COST,
            mode=self.provider.mode,
            provider=self.provider.name,
            model=self.provider.model,
            meter=self.meter,
            quantity=1,
            unit_price_nanos=self.amount.nanos,
            per=1,
            currency=self.amount.currency,
            amount_nanos=self.amount.nanos,
            list_version=ADJUSTED,
            service_date=self.service_date,
            posting_month=month,
        )
