"""A code to verify an account's address with: asked for, and entered."""

from dataclasses import dataclass

from commands.account import active
from commands.ports import Plain, Step, Steps, World
from domain import account
from domain.account import Account
from domain.email_verification import CodeLimits
from domain.event import Decision
from domain.ids import AccountId, CodeDigest, LoginKey, account_stream


@dataclass(frozen=True, slots=True)
class AskEmailVerification(Plain):
    """A mail with a code, to the address that the account's letters go to."""

    account_id: AccountId
    by: str
    address: LoginKey
    code: CodeDigest
    limits: CodeLimits

    def steps(self, world: World) -> Steps:
        def decide(it: Account | None) -> Decision:
            its = account.must_exist(it).email
            return its.ask(self.by, self.address, self.code, world.now, self.limits)

        yield active(self.account_id)
        yield Step(account_stream(self.account_id), decide)


@dataclass(frozen=True, slots=True)
class ConfirmEmail(Plain):
    """A code was entered: the account's state says whether it was the one that was sent."""

    account_id: AccountId
    by: str
    address: LoginKey
    code: CodeDigest
    limits: CodeLimits

    def steps(self, world: World) -> Steps:
        def decide(it: Account | None) -> Decision:
            its = account.must_exist(it).email
            return its.confirm(self.by, self.address, self.code, world.now, self.limits)

        yield active(self.account_id)
        yield Step(account_stream(self.account_id), decide)
