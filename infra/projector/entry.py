"""An event on its way into several projections: decoded at most once, and only if followed."""

from functools import cached_property

from domain.event import Recorded
from domain.ids import StreamId
from infra.ledger.mapper import Mapper
from infra.ledger.row import Row
from infra.ledger.scanned import Scanned


class Entry:
    """The plain way, from a whole row; a scan's events are entries already."""

    def __init__(self, row: Row, mapper: Mapper) -> None:
        self.row = row
        self._mapper = mapper

    @property
    def position(self) -> int:
        return self.row.notification_id

    @property
    def stream(self) -> StreamId:
        return StreamId(self.row.originator_id)

    @property
    def topic(self) -> str:
        return self.row.topic

    @cached_property
    def recorded(self) -> Recorded:
        """Raises MapperError where the row is no event of this program."""
        return self._mapper.recorded(self.row)


Followed = Entry | Scanned
