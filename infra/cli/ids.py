"""Ids as people type them: whole, or the beginning of one that no other begins with."""

from collections.abc import Iterable
from uuid import UUID

from infra.cli.client import Client
from infra.cli.output import BadInput

NAMED_MAX = 5


def video_id(client: Client, typed: str) -> str:
    """Raises BadInput where no video, or more than one, begins so."""
    if whole := _whole(typed):
        return whole
    return _only(typed, (it["video_id"] for it in client.pages("/api/v1/videos")), "video")


def channel_id(client: Client, typed: str) -> str:
    """Raises BadInput where no channel, or more than one, begins so."""
    if whole := _whole(typed):
        return whole
    channels = client.get("/api/v1/channels")["items"]
    return _only(typed, (it["channel_id"] for it in channels), "channel")


def _whole(typed: str) -> str | None:
    try:
        return str(UUID(typed))
    except ValueError:
        return None


def _only(typed: str, ids: Iterable[str], what: str) -> str:
    found = [it for it in ids if typed and it.startswith(typed.lower())]
    if not found:
        raise BadInput(f"no {what} begins with {typed!r}; `ytempire {what} list` names them")
    if len(found) > 1:
        named = ", ".join(found[:NAMED_MAX])
        raise BadInput(f"{len(found)} {what}s begin with {typed!r}: {named}; type more of it")
    return found[0]
