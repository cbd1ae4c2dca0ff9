"""What can go wrong between a provider and us, to be scripted request by request.

| fault | is the work done and billed? | what arrives |
|---|---|---|
| `status(429, retry_after_s=1)` | no | the provider's own form of an error |
| `html_502()` | no | a proxy's page |
| `drop_before_body()` | no | nothing: reset before the body is read |
| `answer_lost()` | yes | nothing: closed after the work |
| `drop_after(100)` | yes | the first 100 bytes of the answer, then the end |
| `slow(2.0)` | yes | everything, two seconds late |
| `malformed()` | yes | half of the JSON, by its own length whole |
| `missing_usage()` | yes | everything but what was metered |
| `partial_usage()` | yes | everything but the parts of what was metered |
| `oversize(2_000_000)` | yes | everything, blown up to that many bytes |
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Kind(StrEnum):
    STATUS = "status"
    HTML_502 = "html-502"
    DROP_BEFORE_BODY = "drop-before-body"
    ANSWER_LOST = "answer-lost"
    DROP_AFTER = "drop-after"
    SLOW = "slow"
    MALFORMED = "malformed"
    MISSING_USAGE = "missing-usage"
    PARTIAL_USAGE = "partial-usage"
    OVERSIZE = "oversize"


@dataclass(frozen=True)
class Fault:
    """One fault; which fields count depends on its kind."""

    kind: Kind
    code: int = 0
    reason: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    seconds: float = 0.0
    size_bytes: int = 0

    @property
    def name(self) -> str:
        return f"{self.kind} {self.code}" if self.code else str(self.kind)


def status(
    code: int,
    reason: str = "",
    *,
    retry_after_s: float | None = None,
    headers: Mapping[str, str] | None = None,
) -> Fault:
    """A refusal with this status; `reason` is the provider's error code, else a usual one."""
    after = {} if retry_after_s is None else {"retry-after": f"{retry_after_s:g}"}
    return Fault(Kind.STATUS, code=code, reason=reason, headers={**after, **(headers or {})})


def html_502() -> Fault:
    return Fault(Kind.HTML_502, code=502)


def drop_before_body() -> Fault:
    return Fault(Kind.DROP_BEFORE_BODY)


def answer_lost() -> Fault:
    return Fault(Kind.ANSWER_LOST)


def drop_after(size_bytes: int) -> Fault:
    return Fault(Kind.DROP_AFTER, size_bytes=size_bytes)


def slow(seconds: float) -> Fault:
    return Fault(Kind.SLOW, seconds=seconds)


def malformed() -> Fault:
    return Fault(Kind.MALFORMED)


def missing_usage() -> Fault:
    return Fault(Kind.MISSING_USAGE)


def partial_usage() -> Fault:
    return Fault(Kind.PARTIAL_USAGE)


def oversize(size_bytes: int = 64 * 2**20) -> Fault:
    return Fault(Kind.OVERSIZE, size_bytes=size_bytes)


USUAL: tuple[Fault, ...] = (
    status(429, retry_after_s=0.05),
    status(500),
    status(503),
    html_502(),
    drop_before_body(),
    answer_lost(),
    malformed(),
)
"""What a bad day brings: for a random share of failures."""
