"""One connection: reads a request, meets its fault, has it carried out, writes the reply."""

import json
import socket
import struct
from dataclasses import replace
from http.server import BaseHTTPRequestHandler
from typing import Any, Protocol
from urllib.parse import parse_qsl, urlsplit

from tests.standins.faults import Fault, Kind
from tests.standins.messages import Refusal, Reply, Request
from tests.standins.script import Planned

PAGE = b"<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>"
METERED_HEADERS = ("character-cost",)
WHOLES = {"input_tokens", "output_tokens", "total_tokens", "prompt_tokens", "completion_tokens"}
"""What stays of usage where its parts go missing."""

CHUNK_BYTES = 2**20
RESET = struct.pack("ii", 1, 0)
"""SO_LINGER that ends a connection with a reset instead of a goodbye."""


class Stands(Protocol):
    """What a handler needs of its stand-in."""

    latency_s: float
    stopping: Any

    def planned(self, asked: str) -> Planned | None: ...
    def by_chance(self, asked: str, body: bytes) -> Fault | None: ...
    def log(self, method: str, path: str, **rest: Any) -> Request: ...
    def carried_out(self, request: Request) -> Reply: ...
    def refused(self, refusal: Refusal) -> Reply: ...
    def usual_code(self, status: int) -> str: ...
    def come(self) -> int: ...
    def go(self) -> None: ...


class Handler(BaseHTTPRequestHandler):
    stand_in: Stands
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def do_GET(self) -> None:
        self._serve()

    def do_POST(self) -> None:
        self._serve()

    def do_DELETE(self) -> None:
        self._serve()

    def _serve(self) -> None:
        self._at_once = self.stand_in.come()
        try:
            self._meet()
        finally:
            self.stand_in.go()

    def _meet(self) -> None:
        asked = f"{self.command} {self.path}"
        planned = self.stand_in.planned(asked)
        if planned and planned.fault and planned.fault.kind is Kind.DROP_BEFORE_BODY:
            self._log(b"", planned.fault)
            self._reset()
            return
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        fault = planned.fault if planned else self.stand_in.by_chance(asked, body)
        request = self._log(body, fault)
        self.stand_in.stopping.wait(self.stand_in.latency_s)
        if fault is None:
            self._write(self._reply(request))
        elif fault.kind in BEFORE:
            BEFORE[fault.kind](self, fault)
        else:
            AFTER[fault.kind](self, fault, self._reply(request))

    def _log(self, body: bytes, fault: Fault | None) -> Request:
        parts = urlsplit(self.path)
        return self.stand_in.log(
            self.command,
            parts.path,
            query=dict(parse_qsl(parts.query, keep_blank_values=True)),
            headers={name.lower(): it for name, it in self.headers.items()},
            body=body,
            fault=fault.name if fault else "",
            at_once=self._at_once,
        )

    def _reply(self, request: Request) -> Reply:
        try:
            return self.stand_in.carried_out(request)
        except Refusal as refusal:
            return self.stand_in.refused(refusal)

    def _write(self, reply: Reply, *, cut_bytes: int | None = None, more_bytes: int = 0) -> None:
        self.send_response(reply.status)
        self.send_header("Content-Type", reply.content_type)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(reply.body) + more_bytes))
        self.end_headers()
        self.wfile.write(reply.body[:cut_bytes])

    # Nothing is done

    def _refuse(self, fault: Fault) -> None:
        reason = fault.reason or self.stand_in.usual_code(fault.code)
        self._write(self.stand_in.refused(Refusal(fault.code, reason, headers=fault.headers)))

    def _page(self, _: Fault) -> None:
        self._write(Reply(PAGE, content_type="text/html", status=502))

    def _reset(self, _: Fault | None = None) -> None:
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
        self.connection.close()
        self.close_connection = True

    # Everything is done, and billed

    def _lose(self, _: Fault, __: Reply) -> None:
        self.close_connection = True

    def _cut(self, fault: Fault, reply: Reply) -> None:
        self._write(reply, cut_bytes=fault.size_bytes)
        self.close_connection = True

    def _wait(self, fault: Fault, reply: Reply) -> None:
        self.stand_in.stopping.wait(fault.seconds)
        self._write(reply)

    def _garble(self, _: Fault, reply: Reply) -> None:
        self._write(replace(reply, body=reply.body[: len(reply.body) // 2]))

    def _unmeter(self, _: Fault, reply: Reply) -> None:
        kept = {name: it for name, it in reply.headers.items() if name not in METERED_HEADERS}
        bare = replace(reply, headers=kept)
        if reply.is_json:
            told = json.loads(reply.body)
            told.pop("usage", None)
            bare = replace(bare, body=json.dumps(told).encode())
        self._write(bare)

    def _unmeter_parts(self, _: Fault, reply: Reply) -> None:
        told = json.loads(reply.body) if reply.is_json else {}
        usage = told.get("usage")
        if usage:
            told["usage"] = {k: it for k, it in usage.items() if k in WHOLES}
            reply = replace(reply, body=json.dumps(told).encode())
        self._write(reply)

    def _blow_up(self, fault: Fault, reply: Reply) -> None:
        """The filler is never whole in memory; whoever reads too much of it has to hang up."""
        filler = (b" " if reply.is_json else b"\0") * CHUNK_BYTES
        more_bytes = max(fault.size_bytes - len(reply.body), 0)
        self._write(reply, more_bytes=more_bytes)
        for left_bytes in range(more_bytes, 0, -CHUNK_BYTES):
            self.wfile.write(filler[:left_bytes])

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing."""


BEFORE = {
    Kind.STATUS: Handler._refuse,
    Kind.HTML_502: Handler._page,
    Kind.DROP_BEFORE_BODY: Handler._reset,
}
AFTER = {
    Kind.ANSWER_LOST: Handler._lose,
    Kind.DROP_AFTER: Handler._cut,
    Kind.SLOW: Handler._wait,
    Kind.MALFORMED: Handler._garble,
    Kind.MISSING_USAGE: Handler._unmeter,
    Kind.PARTIAL_USAGE: Handler._unmeter_parts,
    Kind.OVERSIZE: Handler._blow_up,
}
