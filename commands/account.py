"""What may be asked of an account, and what is reported of its erasure."""

from dataclasses import dataclass

from commands.ports import Plain, Step, Steps, World, untouched
from domain import account, login
from domain.account import Account, Hold, Role
from domain.event import Decision
from domain.ids import (
    AccountId,
    JobId,
    LoginKey,
    VideoId,
    account_stream,
    job_stream,
    login_stream,
    video_stream,
)
from domain.job import Job
from domain.login import Login
from domain.sealed import Sealed
from domain.video import Stage, Video

ENDED = (Stage.PUBLISHED, Stage.REJECTED, Stage.CANCELLED)


def active(account_id: AccountId) -> Step:
    """The first step of whatever a person asks: refused once the account is being erased."""
    return Step(account_stream(account_id), account.must_be_active)


@dataclass(frozen=True, slots=True)
class RegisterAccount:
    """One e-mail address, one account: its stream decides, whatever the tables say."""

    account_id: AccountId
    login: LoginKey
    email: Sealed
    role: Role
    plan: str

    @property
    def ids(self) -> dict[str, str]:
        return {"account_id": str(self.account_id)}

    def steps(self, _: World) -> Steps:
        yield Step(login_stream(self.login), self._claim)
        yield Step(account_stream(self.account_id), self._register)

    def _claim(self, it: Login | None) -> Decision:
        return login.claim(it, self.account_id, self.email)

    def _register(self, it: Account | None) -> Decision:
        return account.register(it, self.login, self.role, self.plan)


@dataclass(frozen=True, slots=True)
class PlaceLegalHold(Plain):
    account_id: AccountId
    by: str
    hold: Hold

    def steps(self, world: World) -> Steps:
        def decide(it: Account | None) -> Decision:
            return account.must_exist(it).place_hold(self.by, self.hold, world.now.date())

        yield Step(account_stream(self.account_id), decide)


@dataclass(frozen=True, slots=True)
class LiftLegalHold(Plain):
    account_id: AccountId
    by: str

    def steps(self, _: World) -> Steps:
        yield Step(account_stream(self.account_id), self._lift)

    def _lift(self, it: Account | None) -> Decision:
        return account.must_exist(it).lift_hold(self.by)


@dataclass(frozen=True, slots=True)
class RequestErasure(Plain):
    """Begins the erasure, or records why it is refused; the account's state says which."""

    account_id: AccountId
    by: str

    def steps(self, world: World) -> Steps:
        def decide(it: Account | None) -> Decision:
            return account.must_exist(it).begin_erasure(self.by, world.now.date())

        yield Step(account_stream(self.account_id), decide)


@dataclass(frozen=True, slots=True)
class StopVideo(Plain):
    """Ends a video of an account that is being erased, unless it has ended."""

    video_id: VideoId
    by: str

    def steps(self, _: World) -> Steps:
        yield Step(video_stream(self.video_id), self._stop)

    def _stop(self, it: Video) -> Decision:
        if it.stage not in ENDED:
            yield from it.cancel(self.by, "the account is being erased")


@dataclass(frozen=True, slots=True)
class ReportErasure(Plain):
    """A job erased the account: its keys and its files are gone."""

    account_id: AccountId
    job_id: JobId

    def steps(self, _: World) -> Steps:
        its: Job = yield Step(job_stream(self.job_id), untouched)
        if not its.settled:
            yield Step(account_stream(self.account_id), self._finish)
            yield Step(job_stream(self.job_id), lambda it: it.finish(used=True))

    def _finish(self, it: Account) -> Decision:
        return it.finish_erasure(self.job_id)


@dataclass(frozen=True, slots=True)
class RepeatErasure(Plain):
    """A restored backup shows an account that was erased since: its erasure is recorded again.

    Nothing happens where the backup is older than the account.
    """

    account_id: AccountId

    def steps(self, _: World) -> Steps:
        yield Step(account_stream(self.account_id), self._repeat)

    def _repeat(self, it: Account | None) -> Decision:
        if it is not None:
            yield from it.finish_erasure(None)
