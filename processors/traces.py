"""Where an account leaves traces, as ports, and how they are removed: each step repeatable."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from domain.ids import AccountId, BlobId, JobId, StreamId, VideoId, account_stream
from processors.publish import publication_op


class Vault(Protocol):
    async def destroy(self, owner: StreamId) -> None:
        """Destroys every key of `account/<id>` or `grant/<channel>`."""
        ...

    async def rewrite(self) -> None:
        """Leaves nothing in the vault's own files of what was destroyed."""
        ...


@dataclass(frozen=True, slots=True)
class Approved:
    """A film and its sidecar, as they were approved for publication."""

    video_id: VideoId
    film: BlobId
    sidecar: BlobId


@dataclass(frozen=True, slots=True)
class Begun:
    """When an erasure was recorded as begun, and where."""

    at: datetime
    position: int


class Belongings(Protocol):
    """What is an account's, as the ledger and the leases say. Every method raises Busy."""

    async def streams(self, account_id: AccountId, kind: str) -> list[StreamId]: ...

    async def begun(self, account_id: AccountId) -> Begun | None:
        """The last time that its erasure began; None where it never did."""
        ...

    async def named_by(self, account_id: AccountId) -> set[BlobId]:
        """Blobs that events of this account name."""
        ...

    async def named_by_others(self, account_id: AccountId) -> set[BlobId] | None:
        """Blobs that any other events name; None where there is no other account."""
        ...

    async def publications(self, account_id: AccountId) -> set[Approved]:
        """Everything that was ever approved."""
        ...

    async def at_work(self, account_id: AccountId, but: JobId) -> bool:
        """Whether a worker holds another job of this account."""
        ...


class Files(Protocol):
    """Blobs, as whoever may remove them sees them."""

    async def names_in(self, id: BlobId) -> set[BlobId]:
        """Blobs that a document names; empty for any other file, and for one that is gone."""
        ...

    async def remove(self, ids: Iterable[BlobId]) -> None: ...

    async def sweep(self, keep: set[BlobId] | None) -> None:
        """Removes what nobody names: at once where nothing is kept, else what is a day old."""
        ...


class Films(Protocol):
    async def withdraw(self, ops: Iterable[str]) -> None:
        """Removes what was published here. What went to a platform is not ours to remove."""
        ...


class Passing(Protocol):
    """What is kept for speed or for show alone: finished segments, progress."""

    async def forget(self, videos: Iterable[StreamId]) -> None: ...


@dataclass(frozen=True, slots=True)
class Traces:
    """Every place where something of an account is kept besides the ledger."""

    vault: Vault
    belongings: Belongings
    files: Files
    films: Films
    passing: tuple[Passing, ...]

    async def remove(self, account_id: AccountId) -> None:
        """Keys first: from then on nothing sealed can be read, whatever else is still there.

        Raises Busy, CallError. Done again, or after a stop half-way, it ends in the same.
        """
        await self._destroy_keys(account_id)
        approved = await self.belongings.publications(account_id)
        ops = (publication_op(it.video_id, it.film, it.sidecar) for it in approved)
        await self.films.withdraw(sorted(ops))
        videos = await self.belongings.streams(account_id, "video")
        for it in self.passing:
            await it.forget(videos)
        await self._remove_files(account_id)

    async def discard(self, account_id: AccountId, id: BlobId) -> None:
        """Removes a file that came while the account was being erased, if no other names it."""
        others = await self.belongings.named_by_others(account_id)
        if id not in await self._with_inner(others or set()):
            await self.files.remove({id})

    async def _destroy_keys(self, account_id: AccountId) -> None:
        channels = await self.belongings.streams(account_id, "channel")
        grants = (StreamId(it.replace("channel/", "grant/", 1)) for it in channels)
        for owner in (account_stream(account_id), *grants):
            await self.vault.destroy(owner)
        await self.vault.rewrite()

    async def _remove_files(self, account_id: AccountId) -> None:
        """Its own, and not what another account happens to have word for word as well."""
        others = await self.belongings.named_by_others(account_id)
        kept = None if others is None else await self._with_inner(others)
        its = await self._with_inner(await self.belongings.named_by(account_id))
        await self.files.remove(its - (kept or set()))
        await self.files.sweep(kept)

    async def _with_inner(self, named: set[BlobId]) -> set[BlobId]:
        """And what these documents name, and those in turn."""
        found, new = set(named), set(named)
        while new:
            new = set().union(*[await self.files.names_in(it) for it in new]) - found
            found |= new
        return found
