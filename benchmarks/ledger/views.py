"""The view of measurements, ours and the library's: how many events a video has, what it cost."""

import time
from collections.abc import Iterator
from threading import Event
from typing import Any
from uuid import UUID

from eventsourcing.dispatch import singledispatchmethod
from eventsourcing.persistence import Tracking
from eventsourcing.postgres import PostgresDatastore, PostgresTrackingRecorder
from eventsourcing.projection import Projection as LibraryProjection
from psycopg import sql

from benchmarks.ledger.events import Spent
from benchmarks.ledger.library import Video
from domain.event import Recorded
from projections.change import Add, Change
from projections.projection import Projection
from projections.table import AMOUNT, WHOLE, Kind, Table


def spending(name: str, version: int = 1) -> Projection:
    """Follows every event there is; reads nothing of its envelope."""
    table = Table(name, key={"video": Kind.TEXT}, columns={"n": WHOLE, "amount_nanos": AMOUNT})

    def project(it: Recorded) -> Iterator[Change]:
        assert isinstance(it.event, Spent)
        yield Add(name, (it.event.video,), {"n": 1, "amount_nanos": it.event.amount_nanos})

    return Projection(name, version, None, (table,), project, reads=frozenset())


class SpendingView(PostgresTrackingRecorder):
    """A row and its tracking in one transaction, as the library's guide has it."""

    def __init__(self, datastore: PostgresDatastore, **how: Any) -> None:
        super().__init__(datastore, **how)
        its = sql.Identifier(self.datastore.schema, f"{self.tracking_table_name}_spending")
        self.create = sql.SQL(
            "CREATE TABLE IF NOT EXISTS {} "
            "(video uuid PRIMARY KEY, n bigint NOT NULL, amount_nanos bigint NOT NULL)"
        ).format(its)
        self.sql_create_statements.append(self.create)
        self.add = sql.SQL(
            "INSERT INTO {0} AS its VALUES (%s, 1, %s) ON CONFLICT (video) DO UPDATE "
            "SET n = its.n + 1, amount_nanos = its.amount_nanos + excluded.amount_nanos"
        ).format(its)

    def spend(self, video: UUID, amount_nanos: int, tracking: Tracking) -> None:
        with self.datastore.transaction(commit=True) as cursor:
            cursor.execute(self.add, (video, amount_nanos), prepare=True)
            self._insert_tracking(cursor, tracking)


class Spending(LibraryProjection[SpendingView]):
    """Tells when it began, and when it has come to the position that is waited for."""

    until = 0
    begun_s = 0.0
    done = Event()

    @singledispatchmethod
    def process_event(self, domain_event: Any, tracking: Tracking) -> None:
        self._spend(domain_event.originator_id, 0, tracking)

    @process_event.register
    def spent(self, domain_event: Video.Spent, tracking: Tracking) -> None:
        self._spend(domain_event.originator_id, domain_event.amount_nanos, tracking)

    def _spend(self, video: UUID, amount_nanos: int, tracking: Tracking) -> None:
        if tracking.notification_id == 1:
            type(self).begun_s = time.perf_counter()
        self.view.spend(video, amount_nanos, tracking)
        if tracking.notification_id >= self.until:
            self.done.set()
