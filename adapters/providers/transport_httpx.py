"""As `transport`, for SDKs on httpx: no more of an answer is read than may be, and once."""

from collections.abc import AsyncIterator

import httpx


class TooLarge(Exception):
    """The answer is larger than any that could be right; it was not read to its end."""


class _Counted(httpx.AsyncByteStream):
    def __init__(self, stream: httpx.AsyncByteStream, size_max_bytes: int) -> None:
        self._stream = stream
        self._left_bytes = size_max_bytes

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for chunk in self._stream:
            self._left_bytes -= len(chunk)
            if self._left_bytes < 0:
                raise TooLarge
            yield chunk

    async def aclose(self) -> None:
        await self._stream.aclose()


class _Bounded(httpx.AsyncHTTPTransport):
    def __init__(self, size_max_bytes: int) -> None:
        super().__init__(retries=0, trust_env=False)
        self._size_max_bytes = size_max_bytes

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        answer = await super().handle_async_request(request)
        assert isinstance(answer.stream, httpx.AsyncByteStream)
        answer.stream = _Counted(answer.stream, self._size_max_bytes)
        return answer


def bounded(size_max_bytes: int) -> httpx.AsyncHTTPTransport:
    """One attempt a request; TooLarge where an answer has more bytes than that."""
    return _Bounded(size_max_bytes)
