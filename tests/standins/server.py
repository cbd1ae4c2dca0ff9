"""A provider that stands on this machine: its log, its charges, its faults, its threads."""

import json
import socket
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import suppress
from http.server import ThreadingHTTPServer
from typing import Any, Self

from tests.standins.faults import USUAL, Fault
from tests.standins.handler import Handler
from tests.standins.language import Answers
from tests.standins.listed import is_listed, listed
from tests.standins.messages import Charge, Refusal, Reply, Request, Routes
from tests.standins.script import Planned, Script
from tests.standins.speaking import Speak, tones


class StandIn:
    """One provider over a real socket of 127.0.0.1; a context manager, `port` 0 takes any.

    `requests` and `charges` grow as they come. `refused_keys` are expired; `gone` are models
    that it does not know (any more). `by_list`: neither does it know any model or voice that it
    does not list. `latency_s` is how long each answer takes.
    """

    name = ""
    base_path = ""
    """What the base URL of this provider's SDK ends with."""
    gone_from_the_start: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    """Models that it lists, and no price list does."""

    def __init__(self, port: int = 0) -> None:
        self.requests: list[Request] = []
        self.charges: list[Charge] = []
        self.refused_keys: set[str] = set()
        self.gone = set(self.gone_from_the_start)
        self.by_list = False
        self.answers = Answers()
        self.latency_s = 0.0
        self.in_flight, self.peak_in_flight = 0, 0
        self.clock: Callable[[], float] = time.time
        self.speak: Speak = tones
        self._script = Script()
        self.tell: Callable[[str], None] | None = None
        self.lock = threading.Lock()
        self.stopping = threading.Event()
        self._server = Server(("127.0.0.1", port), handler_of(self))
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))

    # What a provider is

    def routes(self) -> Routes:
        raise NotImplementedError

    def key_of(self, request: Request) -> str:
        """The key that a request brought, or nothing."""
        return request.headers.get("authorization", "").removeprefix("Bearer ")

    def wording(self, refusal: Refusal) -> object:
        """A refusal in the provider's own form."""
        raise NotImplementedError

    def usual_code(self, status: int) -> str:
        """The error code that usually comes with a status."""
        return f"status_{status}"

    def key_refusal(self) -> Refusal:
        return Refusal(401, self.usual_code(401), "The key is missing, wrong or expired.")

    # What a test does

    @property
    def root(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    @property
    def url(self) -> str:
        """What the provider's SDK takes as its base URL."""
        return self.root + self.base_path

    def script(self, *faults: Fault | None, on: str = "POST") -> None:
        """The next requests meet these, one each and in order; None: all goes well."""
        self._script.queue.extend(Planned(it, on) for it in faults)

    def fail(
        self, share: float, seed: int, kinds: Iterable[Fault] = USUAL, *, on: str = "POST"
    ) -> None:
        """From now on this share of requests fails, the same ones for the same seed."""
        self._script.share, self._script.seed = share, seed
        self._script.kinds, self._script.on = tuple(kinds), on

    @property
    def billed(self) -> Counter[tuple[str, str]]:
        """All charges summed: (model, meter) → quantity."""
        with self.lock:
            parts = [(it.model, use) for it in self.charges for use in it.usage]
        total: Counter[tuple[str, str]] = Counter()
        for model, use in parts:
            total[model, use.meter] += use.quantity
        return total

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Raises what broke in here meanwhile, so that no test takes it for a scripted fault."""
        self.stopping.set()
        self._server.shutdown()
        self._server.hang_up()
        self._server.server_close()
        self._thread.join()
        for it in self._server.broke:
            raise it

    # What its handler does

    def planned(self, asked: str) -> Planned | None:
        return self._script.planned(asked)

    def by_chance(self, asked: str, body: bytes) -> Fault | None:
        return self._script.by_chance(asked, body)

    def log(self, method: str, path: str, **rest: Any) -> Request:
        with self.lock:
            request = Request(len(self.requests) + 1, method, path, at_s=time.monotonic(), **rest)
            self.requests.append(request)
        if self.tell:
            self.tell(f"{self.name} {request.number} {method} {path} {request.fault}".rstrip())
        return request

    def carried_out(self, request: Request) -> Reply:
        """The work itself, billed. Raises Refusal."""
        key = self.key_of(request)
        if not key or key in self.refused_keys:
            raise self.key_refusal()
        for route in self.routes():
            names = route.matched(request.method, request.path)
            if names is not None:
                reply = route.answer(request, *names)
                if reply.billed:
                    self.charge(request, reply)
                return reply
        raise Refusal(404, "not_found", f"There is no {request.method} {request.path}.")

    def charge(self, request: Request, reply: Reply) -> None:
        with self.lock:
            self.charges.append(Charge(request, reply.model, reply.billed))

    def refused(self, refusal: Refusal) -> Reply:
        body = json.dumps(self.wording(refusal)).encode()
        return Reply(body, headers=refusal.headers, status=refusal.status)

    def needs_model(self, body: dict[str, Any]) -> str:
        """The model asked for. Raises Refusal where it is missing or unknown."""
        model = body.get("model")
        if not isinstance(model, str) or not model:
            raise Refusal(400, "missing_required_parameter", "Missing: model.")
        if not self.has(model):
            raise Refusal(404, "model_not_found", f"The model {model} does not exist (any more).")
        return model

    def has(self, model: str) -> bool:
        """Whether it knows the model (any more)."""
        return model not in self.gone and (not self.by_list or is_listed(model, self.all_listed))

    @property
    def all_listed(self) -> frozenset[str]:
        return listed(self.name).union(self.beside) - self.gone

    def come(self) -> int:
        with self.lock:
            self.in_flight += 1
            self.peak_in_flight = max(self.peak_in_flight, self.in_flight)
            return self.in_flight

    def go(self) -> None:
        with self.lock:
            self.in_flight -= 1


class Server(ThreadingHTTPServer):
    """Ends every connection when it stops, so that no thread outlives it."""

    daemon_threads = False
    block_on_close = True
    request_queue_size = 256

    def __init__(self, address: tuple[str, int], handler: type[Handler]) -> None:
        self._open: set[socket.socket] = set()
        self._guard = threading.Lock()
        self.broke: list[BaseException] = []
        super().__init__(address, handler)

    def process_request(self, request: Any, client_address: Any) -> None:
        with self._guard:
            self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        with self._guard:
            self._open.discard(request)
        super().shutdown_request(request)

    def hang_up(self) -> None:
        with self._guard:
            for it in self._open:
                with suppress(OSError):
                    it.shutdown(socket.SHUT_RDWR)

    def handle_error(self, *_: Any) -> None:
        """Whoever hangs up first is no news; everything else is."""
        error = sys.exception()
        if error is not None and not isinstance(error, ConnectionError):
            self.broke.append(error)


def handler_of(stand_in: StandIn) -> type[Handler]:
    return type("Its", (Handler,), {"stand_in": stand_in})
