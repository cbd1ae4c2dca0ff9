"""What can go wrong with a call to the world; adapters map every provider onto this tree.

CallError                 a stable code, one sentence, and the usage that was metered anyway
├── Unavailable           nothing came of it; try again (`after_s` where the provider said when)
├── OutcomeUnknown        it may have been done and charged: reconcile before anything else
└── Rejected              it never will work this way; a person has to act
    ├── InvalidInput      the input is at fault (what, where, what would be right)
    ├── NotConfigured     the capability lacks a key, a model or a file
    ├── ContentRefused    the provider refuses the content; never tried elsewhere
    └── AnchorTaken       other bytes stand under this name in an append-only place

The provider-facing classes of the making issue (rate limits, quotas, billing) are leaves of
Unavailable and Rejected.
"""

from domain.prices import Usage


class CallError(Exception):
    """A call that did not succeed."""

    code = "call-failed"

    def __init__(self, sentence: str, *, code: str = "", usage: tuple[Usage, ...] = ()) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.code = code or type(self).code
        self.usage = usage


class Unavailable(CallError):
    """Nothing came of it now; it may work later."""

    code = "provider-unavailable"
    after_s: float | None = None


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


class ContentRefused(Rejected):
    """The provider refuses this content; no other provider is tried."""

    code = "content-refused"


class AnchorTaken(Rejected):
    """Other bytes stand under this name already; nothing there is ever overwritten."""

    code = "anchor-taken"
