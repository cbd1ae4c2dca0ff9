"""What happens to a call: it is intended, then settled, and priced as it is settled."""

from dataclasses import dataclass
from datetime import datetime

from domain.event import Event, event
from domain.ids import AccountId, BlobId, ChannelId, JobId, VideoId
from domain.prices import Metering, PricedLine, Provider, Usage


@dataclass(frozen=True, slots=True)
class About:
    """Whom a call is for: what readers key its costs by."""

    account_id: AccountId
    channel_id: ChannelId | None
    video_id: VideoId | None
    job_id: JobId


@event("call.intended", version=3)
class CallIntended(Event):
    """A call is about to be made; if no outcome follows, it has to be reconciled.

    `estimate` is the most that it may be charged where its outcome stays unknown. `prompt` is
    name, version and SHA-256 of the instructions that a language model is given.
    """

    about: About
    name: str
    n: int
    attempt: int
    provider: Provider
    fingerprint: str
    intended_at: datetime
    estimate: tuple[Usage, ...] = ()
    prompt: str = ""


@event("call.accepted")
class CallAccepted(Event):
    """The provider took it on, and named it; by this name it can be asked for until it is done."""

    about: About
    attempt: int
    reference: str


@event("call.succeeded")
class CallSucceeded(Event):
    """The provider answered; the answer is kept, and what it cost stands."""

    about: About
    attempt: int
    answer: BlobId
    request_id: str
    metering: Metering
    lines: tuple[PricedLine, ...]


@event("call.failed", version=2)
class CallFailed(Event):
    """The provider refused or broke; whatever it charged stands."""

    about: About
    attempt: int
    code: str
    sentence: str
    lines: tuple[PricedLine, ...]
    request_id: str = ""


@event("call.outcome-unknown")
class CallOutcomeUnknown(Event):
    """Nobody knows whether the provider did the work; its cost stands as an estimate."""

    about: About
    attempt: int
    sentence: str
    lines: tuple[PricedLine, ...]


@event("call.reconciled")
class CallReconciled(Event):
    """What became of a call is known after all; `answer` is None: it never ran, or failed.

    `lines` are what it really cost; `replaced` are the estimate of an unknown outcome, taken
    back here so that sums can be corrected without looking anything up.
    """

    about: About
    attempt: int
    answer: BlobId | None
    lines: tuple[PricedLine, ...]
    replaced: tuple[PricedLine, ...]


@event("call.cost-came-late")
class CallCostCameLate(Event):
    """An attempt that was given up had a cost after all; it stands, the answer is not used.

    `replaced` are the estimate that stood for it until now, taken back here.
    """

    about: About
    attempt: int
    sentence: str
    metering: Metering
    lines: tuple[PricedLine, ...]
    replaced: tuple[PricedLine, ...]


CallEvent = (
    CallIntended
    | CallSucceeded
    | CallFailed
    | CallOutcomeUnknown
    | CallReconciled
    | CallCostCameLate
)
"""What settles a call, and what it begins with."""

CallHappened = CallEvent | CallAccepted
