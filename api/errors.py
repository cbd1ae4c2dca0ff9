"""Every answer that is not a success: problem details (RFC 9457) with a stable code.

Problem                  a code of the catalogue, one sentence, the parameter at fault
Refused                  a decision declined: its code and its sentence are the problem's
Busy, Reused             the ledger's own answers
Unanswerable             the past cannot be shown so
CallError                the file store's: full, missing, too large
RequestValidationError   what does not fit the operation's schema
anything else            `internal-error`: the log has it, the answer says nothing of it
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import orjson
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from api.faults import is_hidden, told
from api.ports import Dependencies
from commands.ports import Busy, Reused
from domain.account import Erasure
from domain.event import Refused
from domain.ids import account_stream
from processors.errors import CallError, Unavailable
from queries.ports import Unanswerable

MEDIA_TYPE = "application/problem+json"
ERRORS_MAX = 10

BY_STATUS: Mapping[int, tuple[str, ...]] = MappingProxyType(
    {
        400: ("body-unreadable", "idempotency-key-missing"),
        401: ("token-missing", "token-wrong"),
        403: ("forbidden",),
        404: (
            *("not-found", "account-unknown", "channel-unknown", "asset-unknown"),
            *("video-unknown", "scene-unknown", "file-unknown", "blob-missing"),
        ),
        405: ("method-not-allowed",),
        409: (
            *("account-exists", "channel-exists", "asset-exists", "video-exists"),
            *("channel-limit", "channel-name-taken", "channel-paused", "email-taken"),
            *("account-erasing", "account-erased", "legal-hold"),
            *("mail-not-configured", "address-missing", "email-verified"),
            *("email-code-missing", "email-code-expired", "email-code-tries"),
            *(
                "period-running",
                "not-ready",
                "not-approved",
                "not-editable",
                "nothing-to-retry",
                "published",
            ),
            *("approval-outdated", "research-not-configured", "part-missing"),
            "recording-says-otherwise",
            *("budget-exceeded", "model-retired", "price-gap"),
            "cost-adjusted-already",
            *("preview-too-early", "preview-cancelled", "preview-lacking"),
        ),
        410: ("erased",),
        413: ("too-large",),
        415: ("media-type-unknown",),
        416: ("range-unsatisfiable",),
        422: (
            *("invalid", "idempotency-key-invalid", "idempotency-key-reused", "cursor-invalid"),
            *("asset-kind", "channel-name", "grant-time", "grant-per-day", "seconds-out-of-range"),
            *("undecided", "rights-undecided", "rights-expired", "licence-missing"),
            *("commercial-use-missing", "nothing-asked", "script-length"),
            *("source-empty", "source-binary", "source-not-utf8", "source-too-short"),
            *("too-many-pictures", "attribution-missing", "attributions-too-long"),
            *("personality-length", "words-too-long", "hidden-character"),
            *("source-or-topic", "topic-too-long", "recording-of-a-topic"),
            "variant-unknown",
            *("as-of-invalid", "as-of-future", "as-of-beyond", "as-of-too-long", "as-of-unfit"),
            *("language-unknown", "source-too-long", "image-unreadable", "thumbnail-unfit"),
            *("clip-unreadable", "clip-too-long"),
            *("cut-impossible", "cut-of-no-clip", "cut-outside"),
            *("reason-missing", "hold-over", "format-fps", "email-code-wrong"),
            *("caption-colour", "caption-range", "caption-contrast"),
            *("look-colour", "look-text", "look-end-card"),
            *("cap-invalid", "cost-provider-unknown", "cost-date-invalid", "cost-amount-invalid"),
            "currency-unknown",
            *("music-level", "sound-unreadable", "sound-silent", "sound-long"),
        ),
        429: ("too-many-streams", "email-codes-too-many"),
        500: ("internal-error",),
        503: (
            "busy",
            "as-of-unfoldable",
            "not-well",
            "disk-full",
            "blobs-unwritable",
            "sound-timeout",
        ),
    }
)
STATUS: Mapping[str, int] = MappingProxyType(
    {code: status for status, codes in BY_STATUS.items() for code in codes}
)
PLAIN: Mapping[int, tuple[str, str]] = MappingProxyType(
    {
        400: ("body-unreadable", "The body could not be read; send it as the schema says."),
        404: ("not-found", "There is nothing at this address."),
        405: ("method-not-allowed", "This address does not answer that method; see Allow."),
        413: ("too-large", "The body is larger than this operation takes."),
    }
)
"""What the framework itself may say, by its status."""


class Problem(HTTPException):
    """One code of the catalogue, which decides the status."""

    def __init__(
        self,
        code: str,
        detail: str,
        *,
        param: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(STATUS[code], detail, dict(headers or {}))
        self.code = code
        self.param = param


GONE = Problem("erased", "This file was erased with its account; nobody has it any more.")


def install(app: FastAPI, deps: Dependencies) -> None:
    """Every exception that may leave an operation has its answer here."""
    retry_after = {"Retry-After": str(deps.limits.retry_after_s)}

    async def refused(request: Request, it: Exception) -> Response:
        assert isinstance(it, Refused)
        return problem(request.scope, Problem(it.code, it.sentence))

    async def busy(request: Request, _: Exception) -> Response:
        sentence = "The ledger cannot answer now; send the same request again, with the same key."
        return problem(request.scope, Problem("busy", sentence, headers=retry_after))

    async def reused(request: Request, _: Exception) -> Response:
        sentence = "This Idempotency-Key was used before, for another request; use a new one."
        its = Problem("idempotency-key-reused", sentence, param="Idempotency-Key")
        return problem(request.scope, its)

    async def unanswerable(request: Request, it: Exception) -> Response:
        assert isinstance(it, Unanswerable)
        return problem(request.scope, Problem(it.code, str(it), param="as_of"))

    async def call(request: Request, it: Exception) -> Response:
        assert isinstance(it, CallError)
        return problem(request.scope, await _of_call(deps, request, it, retry_after))

    async def invalid(request: Request, it: Exception) -> Response:
        assert isinstance(it, RequestValidationError)
        return problem(request.scope, *of_validation(it))

    async def plain(request: Request, it: Exception) -> Response:
        assert isinstance(it, HTTPException)
        return problem(request.scope, it if isinstance(it, Problem) else of_framework(it))

    app.add_exception_handler(Refused, refused)
    app.add_exception_handler(Busy, busy)
    app.add_exception_handler(Reused, reused)
    app.add_exception_handler(Unanswerable, unanswerable)
    app.add_exception_handler(CallError, call)
    app.add_exception_handler(RequestValidationError, invalid)
    app.add_exception_handler(HTTPException, plain)


async def _of_call(
    deps: Dependencies, request: Request, it: CallError, retry_after: Mapping[str, str]
) -> Problem:
    gone = it.code == "blob-missing" and await _erased(deps, request)
    return GONE if gone else of_call(it, retry_after)


async def _erased(deps: Dependencies, request: Request) -> bool:
    """Whether whoever asks had the file taken away for good."""
    person = request.state.person
    try:
        its = person and await deps.ledger.state(account_stream(person.account_id))
    except Busy:
        return False
    return its is not None and its.erasure is not Erasure.NONE


def problem(
    scope: Mapping[str, Any], it: Problem, errors: list[dict[str, str]] | None = None
) -> Response:
    """The answer; `request_id` is what the log has it under."""
    body = {
        "type": f"urn:ytempire:problem:{it.code}",
        "title": it.code.replace("-", " ").capitalize(),
        "status": it.status_code,
        "detail": it.detail,
        "code": it.code,
        "param": it.param,
        "request_id": scope.get("state", {}).get("request_id"),
    }
    if errors:
        body["errors"] = errors
    headers = {"Cache-Control": "no-store", **(it.headers or {})}
    return Response(orjson.dumps(body), it.status_code, headers, MEDIA_TYPE)


def of_framework(it: HTTPException) -> Problem:
    code, sentence = PLAIN.get(it.status_code, PLAIN[400])
    return Problem(code, sentence, headers=it.headers)


def of_call(it: CallError, retry_after: Mapping[str, str]) -> Problem:
    """Paths and causes stay inside; what has no code of the catalogue is our own fault."""
    if isinstance(it, Unavailable):
        code = it.code if it.code in STATUS else "busy"
        sentence = "The file cannot be taken now; send the same request again, with the same key."
        return Problem(code, sentence, headers=retry_after)
    if it.code not in STATUS:
        raise it
    return Problem(it.code, it.sentence)


def of_validation(it: RequestValidationError) -> tuple[Problem, list[dict[str, str]]]:
    """The first fault, and up to ten of them; never what was sent."""
    faults = it.errors()
    errors = [_told(it) for it in faults[:ERRORS_MAX]]
    code = _code(faults[0])
    return Problem(code, errors[0]["detail"], param=errors[0]["param"]), errors


def _told(fault: Any) -> dict[str, str]:
    match fault:
        case {"type": "json_invalid", "loc": ("body", int() as at), "ctx": {"error": complaint}}:
            detail = f"the body is no JSON: {complaint} at character {at}."
            return {"param": "body", "detail": detail}
    return {"param": _param(fault["loc"]), "detail": told({**fault, "loc": _within(fault["loc"])})}


def _code(fault: Any) -> str:
    if fault["type"] == "json_invalid":
        return "body-unreadable"
    if [str(it).lower() for it in fault["loc"]] == ["header", "idempotency-key"]:
        missing = fault["type"] == "missing"
        return "idempotency-key-missing" if missing else "idempotency-key-invalid"
    return "hidden-character" if is_hidden(fault) else "invalid"


def _param(place: tuple[int | str, ...]) -> str:
    return ".".join(str(it) for it in _within(place) or place)


def _within(place: tuple[int | str, ...]) -> tuple[int | str, ...]:
    """A place in a body, a query or a header; nothing where it is all of it."""
    return place[1:]
