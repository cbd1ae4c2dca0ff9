"""A recorder of the eventsourcing library that writes through our one function.

For programs that use the library itself, on a ledger of their own: with
`PERSISTENCE_MODULE=eventsourcing.postgres`, `ORIGINATOR_ID_TYPE=text` and
`APPLICATION_RECORDER_TOPIC=infra.ledger.recorder:LedgerRecorder` its applications append in the
same order, under the same lock and with the same hashes, and subscribe to the same table.
"""

from collections import defaultdict
from collections.abc import Sequence
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid4, uuid5

from eventsourcing.persistence import (
    IntegrityError,
    InterfaceError,
    OperationalError,
    ProgrammingError,
    StoredEvent,
)
from eventsourcing.postgres import (
    PostgresApplicationRecorder,
    PostgresDatastore,
    PostgresSubscription,
)
from eventsourcing.utils import retry
from psycopg import Connection
from psycopg.errors import UniqueViolation
from psycopg.rows import DictRow
from psycopg.sql import SQL, Identifier

from infra.ledger import arrays
from infra.ledger.mapper import Payload
from infra.ledger.writer import APPEND, BINARY, FORMATS, KINDS, TYPES, Kinds, Moved, checked

SCHEMA, TABLE, CHANNEL = "ledger", "events", "ledger"
ACTOR = "system/library"
ANSWER = b'{"code":"recorded","ids":{}}'
KEYS, NOBODY = "commands_pkey", arrays.uuid(None)
LISTEN_S = 0.1  # between looks whether it was stopped, as the library has it
POSITION = "SELECT position FROM ledger.commands WHERE command_id = %s"


class LedgerRecorder(PostgresApplicationRecorder):
    """Stores the library's events in `ledger.events`, each call a command of its own.

    Raises ProgrammingError for ids that are no texts, and for the library's own database
    functions, which lose events for whoever follows the log.
    """

    def __init__(self, datastore: PostgresDatastore, **_: Any) -> None:
        if datastore.originator_id_type != "text":
            raise ProgrammingError("the ledger names streams by texts: ORIGINATOR_ID_TYPE=text")
        if datastore.enable_db_functions:
            raise ProgrammingError("POSTGRES_ENABLE_DB_FUNCTIONS loses events: unset it")
        datastore.schema = SCHEMA
        super().__init__(datastore, events_table_name=TABLE)
        self.channel_name = CHANNEL

    def create_table(self) -> None:
        """The table is made by infra/migrations."""

    def insert_events(self, stored_events: Sequence[StoredEvent], **_: Any) -> Sequence[int] | None:
        """The positions of the events, all of them or none recorded.

        Raises IntegrityError where a stream has moved on, or versions do not follow each other.
        """
        if not stored_events:
            return None
        key = uuid4()
        first = self._insert(key, stored_events) - len(stored_events) + 1
        return [first + n for n in range(len(stored_events))]

    def subscribe(self, gt: int | None = None, topics: Sequence[str] = ()) -> "LedgerSubscription":
        """What was and will be recorded after a position, in order; blocks where there is none."""
        return LedgerSubscription(self, gt, topics)

    @retry((InterfaceError, OperationalError), max_attempts=10, wait=0.2)
    def _insert(self, key: UUID, events: Sequence[StoredEvent]) -> int:
        """The last position; also where an earlier try was recorded, and its answer lost."""
        with self.datastore.get_connection() as connection, connection.transaction():
            connection.execute(
                "SELECT set_config('lock_timeout', %s, true)", (f"{self.datastore.lock_timeout}s",)
            )
            kinds = connection.execute(KINDS, binary=True).fetchone()
            assert kinds is not None
            values = _values(key, events, Kinds(**kinds))
            try:
                return _appended(connection, values) + len(events)
            except Moved as moved:
                raise IntegrityError(str(moved)) from moved
            except UniqueViolation as taken:
                if taken.diag.constraint_name != KEYS:
                    raise IntegrityError(str(taken)) from taken
        with self.datastore.get_connection() as connection:
            found = connection.execute(POSITION, (key,)).fetchone()
            assert found is not None
            return int(found["position"])


class LedgerSubscription(PostgresSubscription):
    """The library's, which also looks once more as soon as it listens.

    The library reads what there is while another thread begins to listen; what is recorded
    between the two would wait for the next event.
    """

    def _listen(self) -> None:
        try:
            with self._recorder.datastore.get_connection() as connection:
                listen = SQL("LISTEN {}").format(Identifier(self._recorder.channel_name))
                connection.execute(listen)
                self._has_been_notified.set()
                while not self._has_been_stopped:
                    for _ in connection.notifies(timeout=LISTEN_S, stop_after=1):
                        self._has_been_notified.set()
        except BaseException as wrong:
            self._thread_error = self._thread_error or wrong
            self.stop()


def _appended(connection: Connection[DictRow], values: list[bytes]) -> int:
    """The last position before these events."""
    result = connection.pgconn.exec_params(APPEND, values, TYPES, FORMATS, BINARY)
    head = checked([result])[0].get_value(0, 0)
    assert head is not None
    return int.from_bytes(head, "big")


def _values(key: UUID, events: Sequence[StoredEvent], kinds: Kinds) -> list[bytes]:
    versions: dict[str, list[int]] = defaultdict(list)
    for it in events:
        versions[str(it.originator_id)].append(it.originator_version)
    for stream, its in versions.items():
        if its != list(range(its[0], its[0] + len(its))):
            raise IntegrityError(f"versions of {stream} do not follow each other: {its}")
    digest = sha256(b"".join(it.state for it in events)).digest()
    command = arrays.command(arrays.uuid(key), NOBODY, digest, len(events), ANSWER)
    return [
        arrays.array(kinds.command, [command]),
        arrays.array(kinds.event, _rows(key, events)),
        arrays.texts(versions),
        arrays.longs(its[0] - 1 for its in versions.values()),
        arrays.uuids(()),
    ]


def _rows(key: UUID, events: Sequence[StoredEvent]) -> list[bytes]:
    envelope = arrays.envelope(ACTOR, NOBODY, arrays.uuid(key), key, None)
    rows = []
    for n, it in enumerate(events, start=1):
        stream, ids = str(it.originator_id), (uuid5(key, str(n)), key)
        payload = Payload(it.topic, 1, it.state)
        rows.append(arrays.event(stream, it.originator_version, ids, payload, envelope))
    return rows
