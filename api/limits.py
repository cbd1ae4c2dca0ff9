"""How much of a request is read at all."""

from dataclasses import dataclass

from fastapi import Request
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.errors import Problem, problem
from api.ports import Limits
from domain.asset import AssetKind

FORM_BYTES = 64 * 1024
"""What a multipart body may hold beside its file: boundaries, names, rights."""


@dataclass(frozen=True, slots=True)
class BodyLimit:
    """Refuses a body that says it is too large, and stops reading one that turns out to be."""

    app: ASGIApp
    limits: Limits

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        most = self._most(headers.get("content-type", ""))
        said = headers.get("content-length", "0")
        if not said.isdecimal() or int(said) > most:
            await problem(scope, too_large(most))(scope, receive, send)
            return
        await self.app(scope, _counted(receive, most), send)

    def _most(self, content_type: str) -> int:
        if content_type.startswith("multipart/form-data"):
            return max(map(self.limits.of, AssetKind)) + FORM_BYTES
        return self.limits.body_bytes


def too_large(most_bytes: int) -> Problem:
    return Problem(
        "too-large", f"The body is larger than {most_bytes:,} bytes; send a smaller one."
    )


def _counted(receive: Receive, most: int) -> Receive:
    read = 0

    async def counted() -> Message:
        nonlocal read
        message = await receive()
        read += len(message.get("body", b""))
        if read > most:
            raise too_large(most)
        return message

    return counted


async def single_values(request: Request) -> None:
    """A parameter given twice has no meaning; which one counts is nobody's to guess."""
    limits: Limits = request.app.state.deps.limits
    if len(request.url.query) > limits.query_characters:
        sentence = f"The query is longer than {limits.query_characters:,} characters."
        raise Problem("invalid", sentence)
    names = [name for name, _ in request.query_params.multi_items()]
    for name in names:
        if names.count(name) > 1:
            raise Problem("invalid", f"{name[:40]} is given more than once.", param=name[:40])
