"""Which request meets which fault: a queue that a test fills, then a seeded share of chance."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from random import Random
from threading import Lock

from tests.standins.faults import USUAL, Fault


@dataclass(frozen=True)
class Planned:
    """A fault (None: all goes well) for the next request that begins with `on`."""

    fault: Fault | None
    on: str


@dataclass
class Script:
    """`on` is the beginning of `METHOD /path`: `POST`, `GET /v1/history`."""

    queue: list[Planned] = field(default_factory=list)
    share: float = 0.0
    seed: int = 0
    kinds: Sequence[Fault] = USUAL
    on: str = "POST"
    _seen: dict[bytes, int] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def planned(self, asked: str) -> Planned | None:
        """Takes what the queue holds for this request."""
        with self._lock:
            for at, it in enumerate(self.queue):
                if asked.startswith(it.on):
                    return self.queue.pop(at)
        return None

    def by_chance(self, asked: str, body: bytes) -> Fault | None:
        """The same request meets the same fate the same time, in whatever order all arrive."""
        if not asked.startswith(self.on):
            return None
        digest = sha256(asked.encode() + body).digest()
        with self._lock:
            time = self._seen[digest] = self._seen.get(digest, 0) + 1
        dice = Random(f"{self.seed}/{digest.hex()}/{time}")  # noqa: S311  repeatable, no secret
        return dice.choice(self.kinds) if dice.random() < self.share else None
