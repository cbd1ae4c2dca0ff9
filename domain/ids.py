"""Identifiers: one type each, so that a channel is never passed for a video."""

from functools import lru_cache
from typing import NewType
from uuid import UUID

StreamId = NewType("StreamId", str)
"""`kind/key`, as stored: `video/0190f3c2-…`."""

AccountId = NewType("AccountId", UUID)
ChannelId = NewType("ChannelId", UUID)
VideoId = NewType("VideoId", UUID)
AssetId = NewType("AssetId", UUID)
JobId = NewType("JobId", UUID)
OpId = NewType("OpId", UUID)
MailId = NewType("MailId", UUID)
BlobId = NewType("BlobId", str)
"""`sha256:` and 64 hexadecimal digits: what the bytes are, never where they lie."""

LoginKey = NewType("LoginKey", str)
"""Keyed digest (HMAC-SHA-256, hexadecimal) of a normalised e-mail address."""

CodeDigest = NewType("CodeDigest", str)
"""Keyed digest (HMAC-SHA-256, hexadecimal) of an account and a code that it was sent."""


def account_stream(id: AccountId) -> StreamId:
    return StreamId(f"account/{id}")


def login_stream(key: LoginKey) -> StreamId:
    return StreamId(f"login/{key}")


def channel_stream(id: ChannelId) -> StreamId:
    return StreamId(f"channel/{id}")


def video_stream(id: VideoId) -> StreamId:
    return StreamId(f"video/{id}")


def asset_stream(id: AssetId) -> StreamId:
    return StreamId(f"asset/{id}")


def call_stream(id: OpId) -> StreamId:
    return StreamId(f"call/{id}")


def mail_stream(id: MailId) -> StreamId:
    return StreamId(f"mail/{id}")


def job_stream(id: JobId) -> StreamId:
    return StreamId(f"job/{id}")


def provider_stream(name: str) -> StreamId:
    return StreamId(f"provider/{name}")


def period_stream(id: AccountId) -> StreamId:
    return StreamId(f"period/{id}")


def budget_stream(mode: str, currency: str, scope: str, period: str) -> StreamId:
    """`scope` names what the budget is of, and whose: `video:0190…`."""
    return StreamId(f"budget/{mode}/{currency}/{scope}/{period}")


def cap_stream(id: AccountId) -> StreamId:
    return StreamId(f"cap/{id}")


def cost_stream(id: AccountId) -> StreamId:
    return StreamId(f"cost/{id}")


def kind_of(stream: StreamId) -> str:
    return stream.partition("/")[0]


def key_of(stream: StreamId) -> str:
    return stream.partition("/")[2]


@lru_cache(maxsize=65_536)
def id_of(stream: StreamId) -> UUID:
    """The id that a stream's key is; remembered, since a stream has many events."""
    return UUID(key_of(stream))
