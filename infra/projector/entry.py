"""An event on its way into several projections: decoded at most once, and only if followed."""

from functools import cached_property

from domain.event import Recorded
from infra.ledger.mapper import Mapper
from infra.ledger.row import Row


class Entry:
    def __init__(self, row: Row, mapper: Mapper) -> None:
        self.row = row
        self._mapper = mapper

    @property
    def position(self) -> int:
        return self.row.notification_id

    @cached_property
    def recorded(self) -> Recorded:
        """Raises MapperError where the row is no event of this program."""
        return self._mapper.recorded(self.row)
