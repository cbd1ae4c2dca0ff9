"""Ids as people type them: whole, the beginning of but one, or a channel's name."""

from collections.abc import Iterable
from uuid import UUID

from infra.cli.client import Answer, Client
from infra.cli.output import BadInput

NAMED_MAX = 5


def video_id(client: Client, typed: str) -> str:
    """Raises BadInput where no video, or more than one, begins so."""
    if whole := _whole(typed):
        return whole
    return _only(typed, (it["video_id"] for it in client.pages("/api/v1/videos")), "video")


def channel_id(client: Client, typed: str) -> str:
    """Of the one channel that has this name, or begins so. Raises BadInput where none is alone."""
    if whole := _whole(typed):
        return whole
    channels = client.get("/api/v1/channels")["items"]
    if its := channel_called(typed, channels):
        return its
    return _only(typed, (it["channel_id"] for it in channels), "channel")


def channel_called(name: str, channels: Iterable[Answer]) -> str | None:
    """The id of the channel of this name, in any case. Raises BadInput where several have it."""
    found = [str(it["channel_id"]) for it in channels if it["name"].casefold() == name.casefold()]
    if len(found) > 1:
        raise BadInput(f"{len(found)} channels are called {name!r}: {', '.join(found)}; name one")
    return found[0] if found else None


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
