"""A login: that one e-mail address belongs to one account, decided by a stream of its own."""

from dataclasses import dataclass

from domain.event import Decision, Event, Refused, event
from domain.ids import AccountId
from domain.sealed import Sealed


@event("login.claimed")
class LoginClaimed(Event):
    """An e-mail address was taken by an account; the address itself is sealed."""

    account_id: AccountId
    email: Sealed


LoginEvent = LoginClaimed


@dataclass(frozen=True, slots=True)
class Login:
    account_id: AccountId


def claim(login: Login | None, account_id: AccountId, email: Sealed) -> Decision:
    if login is not None:
        raise Refused("email-taken", "this e-mail address already has an account; sign in with it")
    yield LoginClaimed(account_id, email)


def evolve(_: Login | None, happened: LoginEvent) -> Login:
    return Login(happened.account_id)
