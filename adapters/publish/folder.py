"""Publication to a folder: one a channel, in it one a film, there whole or not at all."""

import asyncio
import errno
import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from adapters.folders import plainly_refused, sync
from domain.ids import BlobId
from domain.mode import Mode
from domain.prices import Provider
from processors.ports import Blobs, Metered, Publication, Published

NAME_MAX = 60
MARK_CHARACTERS = 12
_THERE = (errno.ENOTEMPTY, errno.EEXIST)


class FolderPublisher:
    """Writes `ROOT/<channel>/<title>-<mark>/` with film, thumbnails, subtitles and metadata.

    The mark is the beginning of the publication's op, by which it is found again.
    """

    provider = Provider("folder", "files-1", Mode.OFFLINE)

    def __init__(self, root: Path, blobs: Blobs) -> None:
        self._root = root
        self._blobs = blobs

    async def publish(self, publication: Publication) -> Metered[Published]:
        """Once an op, however often asked. Raises Unavailable: `disk-full`, `folder-unwritable`."""
        found = await self.find(publication.op, publication.channel)
        if found is None:
            files = {name: await self._blobs.path(id) for name, id in _files(publication).items()}
            await asyncio.to_thread(self._write, publication, files)
            found = await self.find(publication.op, publication.channel)
        assert found is not None, "what was written is found"
        return Metered(found, ())

    async def find(self, op: str, channel: str) -> Published | None:
        place = await asyncio.to_thread(self._find, op, channel)
        return None if place is None else Published("folder", op, str(place), "private")

    async def withdraw(self, ops: Iterable[str]) -> None:
        """Removes these publications, whatever their channel is called, and folders left empty."""
        await asyncio.to_thread(self._withdraw, tuple(ops))

    def _withdraw(self, ops: Iterable[str]) -> None:
        for op in ops:
            self._sweep(op)
            for place in self._root.glob(f"*/*-{_mark(op)}"):
                shutil.rmtree(place)
                with suppress(OSError):  # others' films are in it
                    place.parent.rmdir()

    def _find(self, op: str, channel: str) -> Path | None:
        folder = self._folder(channel)
        mark = f"-{_mark(op)}"
        if not folder.is_dir():
            return None
        return next((it for it in sorted(folder.iterdir()) if it.name.endswith(mark)), None)

    def _write(self, publication: Publication, files: dict[str, Path]) -> None:
        """Into a folder that nobody looks into, which then gets its name in one step."""
        channel = self._folder(publication.channel)
        with plainly_refused(channel, "folder", "folder-unwritable"):
            channel.mkdir(parents=True, exist_ok=True)
            with self._incoming(publication.op) as incoming:
                for name, file in files.items():
                    _copy(file, incoming / name)
                incoming.chmod(0o755)
                sync(incoming)
                _settle(incoming, channel / _folder_name(publication))
            sync(channel)

    @contextmanager
    def _incoming(self, op: str) -> Iterator[Path]:
        """A folder locked for as long as it fills, so that nobody else sweeps it away."""
        with ExitStack() as until_filled:
            with _locked(self._root):
                self._sweep(op)
                made = tempfile.TemporaryDirectory(prefix=f".{_mark(op)}-", dir=self._root)
                incoming = Path(until_filled.enter_context(made))
                until_filled.enter_context(_locked(incoming))
            yield incoming

    def _sweep(self, op: str) -> None:
        """What an earlier try at the same left behind when it was cut off."""
        for left in self._root.glob(f".{_mark(op)}-*"):
            with suppress(BlockingIOError, FileNotFoundError), _locked(left, fcntl.LOCK_NB):
                shutil.rmtree(left, ignore_errors=True)

    def _folder(self, channel: str) -> Path:
        return self._root / (_plain(channel) or "channel")


def _files(publication: Publication) -> dict[str, BlobId]:
    held = {
        "film.mp4": publication.film,
        "thumbnail.jpg": publication.thumbnail,
        "cover.jpg": publication.cover,
        "film.srt": publication.srt,
        "film.vtt": publication.vtt,
        "metadata.json": publication.sidecar,
    }
    return {name: blob for name, blob in held.items() if blob is not None}


def _folder_name(publication: Publication) -> str:
    return f"{_plain(publication.metadata.title) or 'film'}-{_mark(publication.op)}"


def _mark(op: str) -> str:
    return op.replace("-", "")[:MARK_CHARACTERS]


def _plain(name: str) -> str:
    """Letters and digits of any script, joined by `-`: a name for every file system."""
    words = "".join(it if it.isalnum() else " " for it in name).split()
    return "-".join(words).encode()[:NAME_MAX].decode(errors="ignore").strip("-")


def _copy(source: Path, target: Path) -> None:
    shutil.copyfile(source, target)
    sync(target)


def _settle(incoming: Path, place: Path) -> None:
    """Whoever comes second finds the film there, and leaves it alone."""
    try:
        incoming.rename(place)
        incoming.mkdir()  # for the temporary folder to remove
    except OSError as error:
        if error.errno not in _THERE:
            raise


@contextmanager
def _locked(folder: Path, options: int = 0) -> Iterator[None]:
    """Held against other threads and processes; the system drops it with a killed process."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | options)
        yield
    finally:
        os.close(handle)
