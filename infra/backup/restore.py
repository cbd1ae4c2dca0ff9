"""An empty home becomes the installation that a backup holds, every erasure done again.

Whatever is killed half-way is begun again by the next restore; nothing is served before the end.
"""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from typing import Any

from pydantic_core import from_json, to_json

from infra.backup import blobs, folder, fresh_home, loading, views
from infra.backup.erasures import erased_again
from infra.backup.errors import NotEmpty, WrongKeys
from infra.backup.interruptible import interruptible
from infra.backup.key_file import KEKS, ExportedKeys
from infra.backup.outside import Outside
from infra.backup.progress import Tell
from infra.backup.seals import verified
from infra.backup.source import Source
from infra.bootstrap.blobs import bucket_bytes, copying
from infra.embedded import stack
from infra.embedded.supervisor import Supervisor
from infra.home import Home
from infra.security.keys import kek_files
from infra.security.sealing import kek_id
from infra.settings import Settings


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore found at its end; `head` is beyond `position` by what it recorded itself.

    `erasures_known`: there were anchors to ask who was erased after the backup. `events_lost`:
    how many were sealed after it, as the anchors have it.
    """

    backup_id: str
    position: int
    head: int
    made_at: str
    blobs: int
    absent: int
    damaged: int
    erased: list[str]
    erasures_known: bool
    events_lost: int
    replay: dict[str, Any]
    seals: dict[str, Any]

    @property
    def holds(self) -> bool:
        """Every table is what the events say, and every event what the seals say."""
        return bool(self.replay["equal"] and self.seals["hold"])


def restore(
    source: Source, keys: ExportedKeys, into: Settings, outside: Outside, tell: Tell
) -> Restored:
    """Fills the home that the settings name, and its database; the last steps of a killed one.

    Raises NotEmpty, InUse, NoRoom, WrongKeys, CallError before anything is written; Damaged,
    Unsound, StartError, MigrationError, OSError, OperationalError, Busy, CallError later: then
    the next restore begins again.
    """
    home = Home(into.ytempire_home)
    fresh_home.refuse_used(home)
    if home.restored.exists():
        return _ended(home, source, into)
    _refuse_other_kek(into, source)
    _refuse_filled(into)
    asyncio.run(outside.refuse_later(source.manifest.last_seal))
    folder.refuse_small(home.root, 2 * source.manifest.size_bytes() + into.backup.free_bytes)
    with Supervisor(home.root, into.embedded) as supervisor, interruptible():
        fresh_home.claim(home, str(source.manifest.backup_id))
        fresh_home.clear(home)
        with _database(supervisor, into, fresh=True) as its:
            loading.claim(_url(its))
            restored = _filled(source, keys, its, outside, tell)
            fresh_home.write(home.restored, to_json(asdict(restored)))
            tell("proof", 1, 1)
            loading.finish(_url(its))
        home.restoring.unlink()
    return restored


def _filled(
    source: Source, keys: ExportedKeys, into: Settings, outside: Outside, tell: Tell
) -> Restored:
    home, its = Home(into.ytempire_home), source.manifest
    loading.load(_url(into), source, tell)
    with copying(into) as store:
        blobs.copy_in(store, source.blobs, source.key, source.folder, tell)
    _write_keys(home, into, keys)
    tell("keys", 1, 1)
    asyncio.run(outside.carry_over(its.last_seal))
    erased = asyncio.run(erased_again(into, outside, its.erasures))
    tell("erasures", 1, 1)
    found = asyncio.run(views.built(_url(into), into.projector))
    tell("views", 1, 1)
    seals = asyncio.run(verified(_url(into), outside.now))
    return Restored(
        backup_id=str(its.backup_id),
        position=its.position,
        head=found.position,
        made_at=its.made_at.isoformat(),
        blobs=its.blobs,
        absent=len(its.absent),
        damaged=len(its.damaged),
        erased=erased,
        erasures_known=asyncio.run(outside.known()),
        events_lost=asyncio.run(outside.events_after(its.position, its.last_seal)),
        replay=found.as_json(),
        seals=seals,
    )


def _ended(home: Home, source: Source, into: Settings) -> Restored:
    """One that was proven, and killed before its marks were gone."""
    found = Restored(**from_json(home.restored.read_bytes()))
    if found.backup_id != str(source.manifest.backup_id):
        raise NotEmpty(f"{home.root} was restored from the backup {found.backup_id}")
    with (
        Supervisor(home.root, into.embedded) as supervisor,
        _database(supervisor, into, fresh=False) as its,
    ):
        loading.finish(_url(its))
    home.restoring.unlink()
    return found


@contextmanager
def _database(supervisor: Supervisor, into: Settings, *, fresh: bool) -> Iterator[Settings]:
    """The settings with the address of the database, an embedded one being started for it."""
    if into.database_url is not None:
        yield into
        return
    server = stack.postgres(into.ytempire_home, into.embedded)
    if fresh:
        fresh_home.clear_server(server.identity.home(server.home), into.embedded.stop_s)
    supervisor.serve(server)
    yield into.model_copy(update={"database_url": server.ensure(stack.DATABASE)})


def _url(its: Settings) -> str:
    assert its.database_url is not None, "an embedded one has an address once it runs"
    return its.database_url


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


def _refuse_filled(into: Settings) -> None:
    """Blobs that somebody else's ledger names would be swept away as nobody's."""
    if held_bytes := asyncio.run(bucket_bytes(into)):
        raise NotEmpty(
            f"{into.blobs} holds {held_bytes:,} bytes of blobs already, which another installation"
            " may use: name an empty folder of the bucket in BLOBS"
        )
