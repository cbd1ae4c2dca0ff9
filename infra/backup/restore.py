"""An empty home becomes the installation that a backup holds, every erasure done again.

Whatever is killed half-way is begun again by the next restore; nothing is served before the end.
"""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from typing import Any

from pydantic_core import to_json

from adapters.blobs.disk import DiskBlobs
from infra.backup import blobs, folder, fresh_home, loading, views
from infra.backup.errors import WrongKeys
from infra.backup.key_file import KEKS, ExportedKeys
from infra.backup.progress import Tell
from infra.backup.source import Source
from infra.embedded import stack
from infra.embedded.supervisor import Supervisor
from infra.home import Home
from infra.security.keys import kek_files
from infra.security.sealing import kek_id
from infra.settings import Settings


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore found at its end."""

    backup_id: str
    position: int
    made_at: str
    blobs: int
    absent: int
    damaged: int
    erased: tuple[str, ...]
    replay: dict[str, Any]

    @property
    def equal(self) -> bool:
        return bool(self.replay["equal"])


def restore(source: Source, keys: ExportedKeys, into: Settings, tell: Tell) -> Restored:
    """Fills the home that the settings name, and its database.

    Raises NotEmpty, InUse, NoRoom before anything is written; Damaged, Unsound, StartError,
    MigrationError, OSError, OperationalError later: then the next restore begins again.
    """
    home = Home(into.ytempire_home)
    fresh_home.refuse_used(home)
    _refuse_other_kek(into, source)
    folder.refuse_small(home.root, 2 * source.manifest.size_bytes() + into.backup.free_bytes)
    with _database(source, into) as database_url:
        loading.claim(database_url)
        loading.load(database_url, source, tell)
        blobs.copy_in(DiskBlobs(home.blobs), source.blobs, source.key, source.folder, tell)
        _write_keys(home, into, keys)
        tell("keys", 1, 1)
        erased: tuple[str, ...] = ()
        found = asyncio.run(views.built(database_url, into.projector))
        tell("views", 1, 1)
        restored = _report(source, erased, found.as_json())
        loading.finish(database_url)
        fresh_home.done(home, to_json(asdict(restored)))
    return restored


@contextmanager
def _database(source: Source, into: Settings) -> Iterator[str]:
    """The one to be filled, the home being this restore's from here on."""
    home = Home(into.ytempire_home)
    with Supervisor(home.root, into.embedded) as supervisor:
        fresh_home.claim(home, str(source.manifest.backup_id))
        fresh_home.clear(home)
        if into.database_url is not None:
            yield into.database_url
            return
        server = stack.postgres(home.root, into.embedded)
        fresh_home.clear_server(server.identity.home(server.home), into.embedded.stop_s)
        supervisor.serve(server)
        yield server.ensure(stack.DATABASE)


def _write_keys(home: Home, into: Settings, keys: ExportedKeys) -> None:
    """A key-encryption key that is mounted is not written a second time."""
    for name, data in keys.files.items():
        if into.kek_file is None or name not in KEKS:
            fresh_home.write(home.keys / name, data)


def _refuse_other_kek(into: Settings, source: Source) -> None:
    """A key-encryption key that is mounted has to be one that the vault is under."""
    if into.kek_file is None:
        return
    mounted = {kek_id(it).hex() for it in kek_files(into.ytempire_home, into.kek_file).read()}
    if set(source.manifest.keks) - mounted:
        raise WrongKeys(f"KEK_FILE names {into.kek_file}, which is another key than the backup's")


def _report(source: Source, erased: tuple[str, ...], replay: dict[str, Any]) -> Restored:
    its = source.manifest
    return Restored(
        backup_id=str(its.backup_id),
        position=its.position,
        made_at=its.made_at.isoformat(),
        blobs=its.blobs,
        absent=len(its.absent),
        damaged=len(its.damaged),
        erased=erased,
        replay=replay,
    )
