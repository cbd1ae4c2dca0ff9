"""What can go wrong with a call to the world; adapters map every provider onto this tree.

CallError                 a stable code, one sentence, and the usage that was metered anyway
├── Unavailable           nothing came of it; try again (`after_s` where the provider said when)
│   ├── RateLimited       too much at once; it is no fault of the provider
│   ├── QuotaExhausted    a period's allowance is used up; `after_s` until it is renewed
│   ├── BreakerOpen       it failed so often lately that it is not asked now
│   ├── StillAtWork       it took the call on under a name, and is not done: it is asked by that
│   ├── NotKept           it was done and charged, and our own store would not take it
│   └── ClockJumped       this machine's clock jumped: nothing is begun until that was looked at
├── OutcomeUnknown        it may have been done and charged: reconcile before anything else
└── Rejected              it never will work this way; a person has to act
    ├── InvalidInput      the input is at fault (what, where, what would be right)
    ├── NotConfigured     the capability lacks a key, a model or a file
    │   ├── KeyRefused    the provider does not take this key, or not for this
    │   ├── NoFunds       the provider's account has no money or plan for it
    │   └── ModelGone     the model is unknown to the provider, or retired
    ├── ContentRefused    the provider refuses the content; never tried elsewhere
    └── AnchorTaken       other bytes stand under this name in an append-only place

Another provider may be asked after Unavailable, once its tries are used up, and after
NotConfigured; never after OutcomeUnknown, InvalidInput or ContentRefused, nor after what is no
provider's fault: NotKept, ClockJumped.
"""

from domain.prices import Provider, Usage

IN_PROGRESS = "call-in-progress"
"""Somebody is at work on this very call: it is waited for, and nobody else is asked meanwhile."""


class CallError(Exception):
    """A call that did not succeed; `by` is who was asked, once that is known.

    An adapter sets `request_id` where the provider named its answer.
    """

    code = "call-failed"
    by: Provider | None = None
    request_id = ""

    def __init__(self, sentence: str, *, code: str = "", usage: tuple[Usage, ...] = ()) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.code = code or type(self).code
        self.usage = usage


class Unavailable(CallError):
    """Nothing came of it now; it may work later."""

    code = "provider-unavailable"

    def __init__(
        self,
        sentence: str,
        *,
        code: str = "",
        usage: tuple[Usage, ...] = (),
        after_s: float | None = None,
    ) -> None:
        super().__init__(sentence, code=code, usage=usage)
        self.after_s = after_s


class RateLimited(Unavailable):
    """Too many requests, tokens or calls at once; nothing is wrong with the provider."""

    code = "rate-limited"


class QuotaExhausted(Unavailable):
    """The allowance of a period is used up; `after_s` says when the next one begins."""

    code = "quota-exhausted"


class BreakerOpen(Unavailable):
    """It failed so often lately that nobody asks it until `after_s` have passed."""

    code = "breaker-open"


class StillAtWork(Unavailable):
    """The provider took it on and is not done, or cannot say so now; nothing was lost."""

    code = IN_PROGRESS


class NotKept(Unavailable):
    """A provider did it, and our own store fails: another provider would not help."""

    code = "not-kept"


class ClockJumped(Unavailable):
    """This machine's clock jumped: prices, caps and timers go by it."""

    code = "clock-jumped"


class OutcomeUnknown(CallError):
    """The request left and no answer came: it may have been done, and charged."""

    code = "outcome-unknown"


class Rejected(CallError):
    """It never will work this way."""

    code = "rejected"


class InvalidInput(Rejected):
    """The input is at fault; the sentence says what would be right."""

    code = "invalid-input"


class NotConfigured(Rejected):
    """The capability is not configured; the sentence names what is missing."""

    code = "not-configured"


class KeyRefused(NotConfigured):
    """The provider does not take the key: wrong, expired, or not allowed to do this."""

    code = "key-refused"


class NoFunds(NotConfigured):
    """The provider's account has no money, credit or plan left for it."""

    code = "no-funds"


class ModelGone(NotConfigured):
    """The provider does not know this model or voice (any more)."""

    code = "model-gone"


class ContentRefused(Rejected):
    """The provider refuses this content; no other provider is tried."""

    code = "content-refused"


class AnchorTaken(Rejected):
    """Other bytes stand under this name already; nothing there is ever overwritten."""

    code = "anchor-taken"
