"""Google's API client over a transport of ours, and what its faults mean.

The library's own transport (httplib2) sends a POST again, unasked, where its connection closed
before the answer: a paid call would be paid twice. So requests go out over `requests`, once.
"""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import googleapiclient
import httplib2
import requests
from googleapiclient.discovery import build_from_document
from googleapiclient.errors import HttpError
from requests.adapters import HTTPAdapter

from adapters.providers.endpoint import Endpoint
from adapters.providers.faults import word
from adapters.providers.waiting import wait_s
from domain.prices import Usage
from processors.errors import (
    CallError,
    InvalidInput,
    KeyRefused,
    ModelGone,
    NoFunds,
    OutcomeUnknown,
    QuotaExhausted,
    RateLimited,
    Unavailable,
)

CONNECT_S = 5.0
ANSWER_MAX_BYTES = 2**28
CHUNK_BYTES = 2**16
DOCUMENTS = Path(googleapiclient.__file__).parent / "discovery_cache" / "documents"
NOT_FOUND, TOO_MANY, SERVER = 404, 429, 500
DAY_S = 86_400.0


class TooLarge(Exception):
    """The answer is larger than any that could be right; it was not read to its end."""


class Http:
    """What the library asks of a transport: one `request`, made once, bounded in time and size."""

    def __init__(self, timeout_s: float) -> None:
        self._timeout = (CONNECT_S, timeout_s)
        self._session = requests.Session()
        self._session.trust_env = False
        for scheme in ("http://", "https://"):
            self._session.mount(scheme, HTTPAdapter(max_retries=0))

    def request(
        self,
        uri: str,
        method: str = "GET",
        body: str | bytes | None = None,
        headers: Mapping[str, str] | None = None,
        **_: Any,
    ) -> tuple[httplib2.Response, bytes]:
        with self._session.request(
            method, uri, data=body, headers=headers, timeout=self._timeout,
            allow_redirects=False, stream=True,
        ) as answer:  # fmt: skip
            content = _read(answer)
            told = httplib2.Response({k.lower(): v for k, v in answer.headers.items()})
            told.status, told.reason = answer.status_code, answer.reason
            return told, content

    def close(self) -> None:
        self._session.close()


def _read(answer: requests.Response) -> bytes:
    read = bytearray()
    for chunk in answer.iter_content(CHUNK_BYTES):
        read += chunk
        if len(read) > ANSWER_MAX_BYTES:
            raise TooLarge
    return bytes(read)


@cache
def _document(name: str) -> str:
    return (DOCUMENTS / f"{name}.json").read_text(encoding="utf-8")


def service(its: Endpoint, document: str) -> Any:
    """An API by its discovery document, which comes with the library; close it after the call."""
    told = json.loads(_document(document))
    root = its.base_url.rstrip("/") + "/"
    told |= {"rootUrl": root, "baseUrl": root, "mtlsRootUrl": root}
    return build_from_document(told, http=Http(its.timeout_s), developerKey=its.key())


def meant(error: Exception, charged: tuple[Usage, ...] = ()) -> CallError:
    """The class of a fault; `charged` is what an answer that came, but broken, will have cost."""
    match error:
        case HttpError():
            return _answered(error)
        case requests.ConnectTimeout():
            return Unavailable(f"Google could not be reached ({type(error).__name__}).")
        case requests.ConnectionError() if _refused(error):
            return Unavailable(f"Google could not be reached ({type(error).__name__}).")
        case requests.RequestException():
            lost = type(error).__name__
            return OutcomeUnknown(f"Google was asked and the answer was lost ({lost}).")
        case TooLarge():
            code, why = "answer-too-large", f"more than {ANSWER_MAX_BYTES} bytes"
        case _:
            code, why = "malformed-answer", "nonsense"
    return Unavailable(f"Google answered {why}; it is asked again.", code=code, usage=charged)


def _refused(error: requests.ConnectionError) -> bool:
    """Whether no connection was made at all: urllib3 names that fault alone so."""
    return "NewConnectionError" in repr(error) or "NameResolutionError" in repr(error)


def _answered(error: HttpError) -> CallError:
    status, reason = int(error.resp.status), _reason(error)
    said = f"{word(reason) if reason else 'it gave no reason'} ({status})."
    after_s = wait_s(error.resp)
    match (status, reason):
        case (_, "quotaExceeded" | "dailyLimitExceeded"):
            return QuotaExhausted(f"Google's quota is used up: {said}", after_s=after_s or DAY_S)
        case (429, _) | (_, "rateLimitExceeded" | "userRateLimitExceeded" | "RATE_LIMIT_EXCEEDED"):
            return RateLimited(f"Google is asked too often: {said}", after_s=after_s)
        case (402, _) | (_, "BILLING_DISABLED" | "billingNotEnabled"):
            return NoFunds(f"Google's project has no billing for this: {said} Turn it on there.")
        case (401 | 403, _) | (400, "API_KEY_INVALID"):
            return KeyRefused(f"Google does not take the key: {said} Set another one.")
        case (404, _):
            return ModelGone(f"Google does not know this: {said} Set another model.")
        case _ if status >= SERVER:
            return Unavailable(f"Google fails now: {said}", after_s=after_s)
        case _:
            return InvalidInput(f"Google refuses the request: {said}")


def _reason(error: HttpError) -> str:
    """Of either of the shapes in which Google tells it; its message may quote texts or keys."""
    try:
        its = json.loads(error.content)["error"]
        whys = [*its.get("errors", ()), *its.get("details", ())]
        return next((str(it["reason"]) for it in whys if it.get("reason")), "")
    except (ValueError, KeyError, TypeError, AttributeError):
        return ""
