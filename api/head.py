"""HEAD: whatever GET says of a thing, without the thing (RFC 9110, 9.3.2)."""

from dataclasses import dataclass

from starlette.types import ASGIApp, Message, Receive, Scope, Send


@dataclass(frozen=True, slots=True)
class Head:
    """Answers HEAD by what GET answers, its body left out."""

    app: ASGIApp

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["method"] == "HEAD":
            await self.app({**scope, "method": "GET"}, receive, _Bodiless(send))
        else:
            await self.app(scope, receive, send)


@dataclass(slots=True)
class _Bodiless:
    send: Send
    ended: bool = False

    async def __call__(self, message: Message) -> None:
        if message["type"] != "http.response.body":
            await self.send(message)
        elif not self.ended:
            self.ended = True
            await self.send({"type": "http.response.body", "body": b"", "more_body": False})
