"""Streams folded before, so that only what is new has to be read."""

from collections import OrderedDict

from domain.ids import StreamId
from infra.ledger.decision import NOT_BEGUN, Folded


class Folds:
    """The streams used last, at most `streams_max`; holds committed events only."""

    def __init__(self, streams_max: int) -> None:
        self._max = streams_max
        self._held: OrderedDict[StreamId, Folded] = OrderedDict()

    def find(self, stream: StreamId) -> Folded | None:
        """None where it is not held: begun or not, it has to be read."""
        folded = self._held.get(stream)
        if folded is not None:
            self._held.move_to_end(stream)
        return folded

    def get(self, stream: StreamId) -> Folded:
        return self.find(stream) or NOT_BEGUN

    def keep(self, stream: StreamId, folded: Folded) -> None:
        """Keeps the longer fold, whichever of two commands comes back first."""
        if folded.version > self.get(stream).version:
            self._held[stream] = folded
            if len(self._held) > self._max:
                self._held.popitem(last=False)

    def forget_past(self, stream: StreamId, version: int) -> None:
        """Drops a fold of more events than there are: the ledger was restored behind our back."""
        if self.get(stream).version > version:
            del self._held[stream]
