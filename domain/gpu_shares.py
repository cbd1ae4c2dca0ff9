"""Shares of a machine's one GPU: whose turn is next, so that each kind of work gets its part.

Start-time fair queueing (Goyal, Vin, Cheng, SIGCOMM 1996): each kind has a tag that grows by the
time it was served, divided by its weight; the least tag is next. A kind that asks for nothing
saves up nothing: when it comes back, it begins where the others are.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

WEIGHTS: Mapping[str, int] = MappingProxyType({"render": 80, "thumbnail": 15, "inference": 5})
SCALE = 1_000
"""Tags are whole thousandths of a millisecond for each unit of weight."""


@dataclass(frozen=True, slots=True)
class GpuShares:
    """`tags` by kind, and the `clock`: the tag of what was served last."""

    tags: Mapping[str, int] = field(default_factory=dict)
    clock: int = 0

    def next(self, waiting: Collection[str]) -> str:
        """Of the kinds that wait (one at least), whose turn it is; a tie goes to the heavier."""
        return min(waiting, key=lambda kind: (self._tag(kind), -WEIGHTS[kind]))

    def used(self, kind: str, ms: int) -> "GpuShares":
        """The shares after a kind had the GPU for so long."""
        tag = self._tag(kind)
        served = {**self.tags, kind: tag + max(ms, 1) * SCALE // WEIGHTS[kind]}
        return replace(self, tags=served, clock=tag)

    def _tag(self, kind: str) -> int:
        return max(self.tags.get(kind, 0), self.clock)
