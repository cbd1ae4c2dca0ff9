"""Where everything of one installation lies: the folder that YTEMPIRE_HOME names."""

import shutil
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Home:
    """`keys`, `blobs` and the database are originals; `cache` may go at any time."""

    root: Path

    @property
    def keys(self) -> Path:
        return self.root / "keys"

    @property
    def blobs(self) -> Path:
        return self.root / "blobs"

    @property
    def cache(self) -> Path:
        return self.root / "cache"

    @property
    def films(self) -> Path:
        """Where published films go: one folder a channel."""
        return self.root / "films"

    @property
    def anchors(self) -> Path:
        """What is written outside the database, once: seals and erasures."""
        return self.root / "anchors"

    @property
    def owner_token(self) -> Path:
        return self.keys / "owner-token"

    @property
    def running(self) -> Path:
        """What runs here now: one JSON object, with the address of its API."""
        return self.root / "running.json"

    @property
    def restoring(self) -> Path:
        """Stands here for as long as a restore has not ended; nothing is served meanwhile."""
        return self.root / "restoring.json"

    @property
    def restored(self) -> Path:
        """What a restore that has ended found, if this home is one's."""
        return self.root / "restored.json"

    def free_bytes(self) -> int:
        self.root.mkdir(parents=True, exist_ok=True)
        return shutil.disk_usage(self.root).free
