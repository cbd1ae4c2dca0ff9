"""What may be asked of an account."""

from dataclasses import dataclass

from commands.ports import Step, Steps, World
from domain import account, login
from domain.account import Account, Role
from domain.event import Decision
from domain.ids import AccountId, LoginKey, account_stream, login_stream
from domain.login import Login
from domain.sealed import Sealed


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
