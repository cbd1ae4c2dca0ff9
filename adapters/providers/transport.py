"""The HTTP client that SDKs on httpx2 are given: no proxy, no redirect, a bounded answer."""

import ssl
from collections.abc import AsyncIterator
from functools import cache

import httpx2

CONNECT_S = 5.0


@cache
def _trusted() -> ssl.SSLContext:
    """Read once a process: the certificates take 45 ms, more than a short call."""
    return httpx2.create_ssl_context(trust_env=False)


class AnswerTooLarge(httpx2.RequestError):
    """More bytes came than any answer to this question has."""


class _Bounded(httpx2.AsyncByteStream):
    def __init__(self, stream: httpx2.AsyncByteStream, max_bytes: int) -> None:
        self._stream = stream
        self._left_bytes = max_bytes

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for chunk in self._stream:
            self._left_bytes -= len(chunk)
            if self._left_bytes < 0:
                raise AnswerTooLarge("the answer has more bytes than are taken")
            yield chunk

    async def aclose(self) -> None:
        await self._stream.aclose()


class _Transport(httpx2.AsyncHTTPTransport):
    def __init__(self, answer_max_bytes: int) -> None:
        super().__init__(verify=_trusted(), trust_env=False, retries=0)
        self._answer_max_bytes = answer_max_bytes

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        response = await super().handle_async_request(request)
        assert isinstance(response.stream, httpx2.AsyncByteStream)
        response.stream = _Bounded(response.stream, self._answer_max_bytes)
        return response


def http_client(timeout_s: float, answer_max_bytes: int) -> httpx2.AsyncClient:
    """A client for one call. Faults of its own leave as httpx2.RequestError."""
    return httpx2.AsyncClient(
        transport=_Transport(answer_max_bytes),
        timeout=httpx2.Timeout(timeout_s, connect=CONNECT_S),
        trust_env=False,
        follow_redirects=False,
    )


def unsent(fault: BaseException | None) -> bool:
    """Whether a fault came before a byte of the request had left."""
    before = (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.PoolTimeout)
    return isinstance(fault, (*before, httpx2.LocalProtocolError, httpx2.UnsupportedProtocol))
