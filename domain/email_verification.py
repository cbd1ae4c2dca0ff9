"""That letters reach whoever asks: a code goes to an account's address, and comes back.

The code itself is known to the mail and to the vault alone; here it is its keyed digest.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hmac import compare_digest

from domain.event import Decision, Event, Refused, event
from domain.ids import CodeDigest, LoginKey

HOUR = timedelta(hours=1)


@event("account.email-verification-asked")
class EmailVerificationAsked(Event):
    """A mail with a code was asked for; the code of an earlier mail counts no more."""

    by: str
    address: LoginKey
    code: CodeDigest
    asked_at: datetime
    valid_until: datetime


@event("account.email-code-refused")
class EmailCodeRefused(Event):
    """A code was entered that is not the one of the last mail."""

    by: str
    code: CodeDigest


@event("account.email-verified")
class EmailVerified(Event):
    """The code of the last mail was entered: mail to this address reaches its owner."""

    by: str
    address: LoginKey


VerificationEvent = EmailVerificationAsked | EmailCodeRefused | EmailVerified


@dataclass(frozen=True, slots=True)
class CodeLimits:
    """How long a code is valid, how often one may be entered, how many are sent an hour."""

    valid: timedelta
    tries: int
    an_hour: int


@dataclass(frozen=True, slots=True)
class Verification:
    """`asked` are the last hour's, the newest last; `refused` what was entered since in vain."""

    asked: tuple[EmailVerificationAsked, ...] = ()
    refused: tuple[CodeDigest, ...] = ()
    verified: LoginKey | None = None

    @property
    def sent(self) -> EmailVerificationAsked | None:
        return self.asked[-1] if self.asked else None

    def awaits(self, code: CodeDigest, now: datetime) -> bool:
        """Whether a letter with this code is still of use to anybody."""
        its = self.sent
        if its is None or its.code != code or self.verified == its.address:
            return False
        return now < its.valid_until

    def ask(
        self, by: str, address: LoginKey, code: CodeDigest, now: datetime, limits: CodeLimits
    ) -> Decision:
        self._must_be_open(address)
        recent = [it.asked_at for it in self.asked if now - it.asked_at < HOUR]
        if len(recent) >= limits.an_hour:
            then = recent[-limits.an_hour] + HOUR
            raise Refused(
                "email-codes-too-many",
                f"{limits.an_hour} codes were sent within an hour; enter the last one, or ask"
                f" again after {then:%H:%M} UTC",
            )
        yield EmailVerificationAsked(by, address, code, now, now + limits.valid)

    def confirm(
        self, by: str, address: LoginKey, entered: CodeDigest, now: datetime, limits: CodeLimits
    ) -> Decision:
        """Verifies the address, or records that the code is another one."""
        self._must_be_open(address)
        its = self._must_be_sent(address)
        if now >= its.valid_until:
            raise Refused(
                "email-code-expired",
                f"the code was valid until {its.valid_until:%H:%M} UTC; ask for another",
            )
        if len(self.refused) >= limits.tries:
            raise Refused(
                "email-code-tries",
                f"{limits.tries} other codes were entered, so this one counts no more; ask for"
                " another",
            )
        if compare_digest(entered, its.code):
            yield EmailVerified(by, address)
        else:
            yield EmailCodeRefused(by, entered)

    def _must_be_open(self, address: LoginKey) -> None:
        if self.verified == address:
            raise Refused("email-verified", "this address is verified already")

    def _must_be_sent(self, address: LoginKey) -> EmailVerificationAsked:
        if self.sent is None or self.sent.address != address:
            raise Refused(
                "email-code-missing", "no code was sent to this address yet; ask for one first"
            )
        return self.sent


UNVERIFIED = Verification()


def evolve(its: Verification, happened: VerificationEvent) -> Verification:
    match happened:
        case EmailVerificationAsked(asked_at=now):
            recent = tuple(it for it in its.asked if now - it.asked_at < HOUR)
            return replace(its, asked=(*recent, happened), refused=())
        case EmailCodeRefused(code=code):
            return replace(its, refused=(*its.refused, code))
        case EmailVerified(address=address):
            return replace(its, verified=address)
