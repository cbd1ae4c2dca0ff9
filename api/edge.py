"""The outermost layer: request ids, headers, the access log, metrics, and the last resort."""

import re
import secrets
from dataclasses import dataclass, field
from time import perf_counter
from traceback import format_exc
from types import MappingProxyType

import structlog
from prometheus_client import CollectorRegistry, Counter, Histogram
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.errors import Problem, problem

CSP = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' blob:",
        "media-src blob:",
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS = MappingProxyType(
    {
        "Content-Security-Policy": CSP,
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "no-referrer",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
        "Strict-Transport-Security": "max-age=63072000; includeSubDomains",
    }
)
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
METHODS = frozenset({"GET", "POST", "PUT", "DELETE"})
log = structlog.get_logger("api")


@dataclass(frozen=True, slots=True)
class Meters:
    """What is counted of requests, by operation: never by address, which holds ids."""

    requests: Counter
    seconds: Histogram

    @classmethod
    def of(cls, registry: CollectorRegistry) -> "Meters":
        labels = ("operation", "method", "status")
        return cls(
            Counter("http_requests", "Requests answered.", labels, registry=registry),
            Histogram(
                "http_request_seconds", "Time to an answer.", ("operation",), registry=registry
            ),
        )


@dataclass(slots=True)
class Answering:
    """One request on its way out."""

    scope: Scope
    send: Send
    status: int | None = None
    begun: float = field(default_factory=perf_counter)

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            headers = MutableHeaders(scope=message)
            headers["X-Request-Id"] = self.scope["state"]["request_id"]
            for name, value in HEADERS.items():
                headers[name] = value
            headers.setdefault("Cache-Control", "no-store")
        await self.send(message)


@dataclass(frozen=True, slots=True)
class Edge:
    app: ASGIApp
    meters: Meters

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        scope["state"] = {**scope.get("state", {}), "request_id": secrets.token_hex(8)}
        answer = Answering(scope, send)
        try:
            await self.app(scope, receive, answer)
        except Exception:
            request_id = scope["state"]["request_id"]
            log.error("failed", request_id=request_id, traceback=format_exc())
            if answer.status is not None:
                raise
            sentence = "Something went wrong here; the log has it under this request_id."
            await problem(scope, Problem("internal-error", sentence))(scope, receive, answer)
        finally:
            self._account_for(answer)

    def _account_for(self, answer: Answering) -> None:
        scope, seconds = answer.scope, perf_counter() - answer.begun
        operation = getattr(scope.get("endpoint"), "__name__", "none")
        method = scope["method"] if scope["method"] in METHODS else "other"
        person = scope["state"].get("person")
        self.meters.requests.labels(operation, method, answer.status).inc()
        self.meters.seconds.labels(operation).observe(seconds)
        log.info(
            "answered",
            operation=operation,
            method=method,
            path=CONTROL.sub("�", scope["path"])[:200],
            status=answer.status,
            ms=round(seconds * 1000, 1),
            account_id=person and str(person.account_id),
            request_id=scope["state"]["request_id"],
        )
