"""A film that is being made on a whole stack, and how far it is."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from infra.cli.demo.making import DECIDED, ENDED, OWN
from infra.clock import utc_now
from tests.stack import Stack, eventually

SAMPLES = Path(__file__).parents[2] / "docs" / "samples"
SECONDS = 12
MADE_S = 240.0
WORKS_AT = """
    SELECT worker FROM ops.leases JOIN jobs USING (job_id)
    WHERE kind = %s AND video_id = %s AND state = 'open'
"""


@dataclass(frozen=True, slots=True)
class Film:
    stack: Stack
    video_id: str
    segments_before: frozenset[str]

    @property
    def path(self) -> str:
        return f"/videos/{self.video_id}"

    def now(self) -> Any:
        return self.stack.insist("GET", self.path)

    def stage(self) -> str:
        return str(self.now()["stage"])

    def segments(self) -> frozenset[str]:
        """Finished ones that are this film's: each film here has words of its own."""
        return segments(self.stack) - self.segments_before

    def worker(self, kind: str = "render") -> int | None:
        """The process that holds the lease of this film's job of a kind."""
        found = self.stack.rows(WORKS_AT, kind, self.video_id)
        return int(found[0][0].rpartition("-")[2]) if found else None

    def frames(self) -> int:
        """How many a client is told of."""
        work = self.stack.insist("GET", f"{self.path}/progress")["work"]
        return max((it["done"] or 0 for it in work if it["kind"] == "render"), default=0)

    def mid_render(self) -> int:
        """Waits until a segment is finished and others are not; the process that renders."""
        self.until(lambda: self.segments() and self.frames())
        worker = self.worker()
        assert worker is not None, f"the render was over too soon: {self.stage()}"
        return worker

    def until(self, happens: Callable[[], object]) -> None:
        def or_ends() -> object:
            assert self.stage() not in ENDED, f"it ended too soon: {self.now()}"
            return happens()

        eventually(or_ends, MADE_S)

    def published(self) -> Any:
        """Waits for the end of the making, and nothing else; the whole video."""
        eventually(lambda: self.stage() in ENDED, MADE_S)
        its = self.now()
        assert its["stage"] == "published", its
        return its


def segments(stack: Stack) -> frozenset[str]:
    return frozenset(it.name for it in (stack.home / "cache" / "segments").glob("*.mp4"))


def a_channel(stack: Stack) -> str:
    """One whose films are published unseen."""
    asked = {"name": "Faults", "language": "en"}
    channel: str = stack.insist("POST", "/channels", "channel", json=asked)["channel_id"]
    decided = {"decided": DECIDED, "rights": OWN}
    stack.insist("PUT", f"/channels/{channel}/defaults", "defaults", json=decided)
    grant = {"until": (utc_now() + timedelta(days=1)).isoformat(), "per_day": 100}
    stack.insist("POST", f"/channels/{channel}/auto-publish", "grant", json=grant)
    return channel


def a_film(stack: Stack, channel: str, n: int) -> Film:
    """Of the n-th chapter of the samples: no two have a sentence in common."""
    before = segments(stack)
    asked = asking(channel, upload(stack, f"chapter-{n}", chapters()[n]))
    its = stack.insist("POST", "/videos/generate", f"film-{n}", json=asked)
    return Film(stack, its["video_id"], before)


def asking(channel: str, asset: str) -> dict[str, Any]:
    """A request for the smallest film: square."""
    return {
        "channel_id": channel,
        "source_asset_id": asset,
        "aspect": "1:1",
        "seconds": SECONDS,
        "language": "en",
    }


def upload(stack: Stack, key: str, text: str) -> str:
    files = {"file": (f"{key}.txt", text.encode())}
    asset: str = stack.insist("POST", "/assets", key, files=files)["asset_id"]
    return asset


def chapters() -> list[str]:
    texts = [it.read_text() for it in sorted(SAMPLES.glob("*.md"))]
    return [chapter for text in texts for chapter in text.split("\n## ")[1:]]
