"""Streams folded before, so that only what is new has to be read."""

from collections import OrderedDict

from domain.ids import StreamId
from infra.ledger.decision import NOT_BEGUN, Folded


class Folds:
    """The streams used last, at most `streams_max`; holds committed events only."""

    def __init__(self, streams_max: int) -> None:
        self._max = streams_max
        self._held: OrderedDict[StreamId, Folded] = OrderedDict()

    def get(self, stream: StreamId) -> Folded:
        if stream not in self._held:
            return NOT_BEGUN
        self._held.move_to_end(stream)
        return self._held[stream]

    def keep(self, stream: StreamId, folded: Folded) -> None:
        """Keeps the longer fold, whichever of two commands comes back first."""
        if folded.version > self.get(stream).version:
            self._held[stream] = folded
            if len(self._held) > self._max:
                self._held.popitem(last=False)
