"""Asking for the film and following it until it is there, or surely is not."""

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from itertools import count
from pathlib import Path
from types import MappingProxyType
from typing import Any

from infra.cli.client import Answer, Client
from infra.cli.demo.request import DemoRequest
from infra.cli.flagged import why_flagged
from infra.cli.output import BadInput, Problem, text_of

POLL_S = 0.4
ENDED = ("published", "failed", "flagged", "rejected", "cancelled")
GRANT = timedelta(hours=24)
PER_DAY = 100
OWN = {
    "ownership": "own",
    "licence": "the demo's own samples, or what its user gave it",
    "commercial_use": True,
}
DECIDED = {
    "disclosure": {"realistic": False, "reasons": ["drawn cards and a synthetic voice"]},
    "audience": {"made_for_kids": False},
    "paid_promotion": {"included": False},
}
WITH_PICTURES = ["the creator's own pictures and a synthetic voice"]
"""Why nothing realistic is shown, where a film shows what its user gave."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What a look at a video in the making shows."""

    video: Answer
    jobs: list[Answer]
    working: list[Answer]
    elapsed_s: float

    @property
    def stage(self) -> str:
        return text_of(self.video, "stage")


def demo_channel(client: Client, now: datetime, tell: Callable[[str], None]) -> str:
    """The demo's channel: opened and decided once, and granted to publish at each run."""
    name, channel_id = _opened(client)
    channel = f"/api/v1/channels/{channel_id}"
    client.put(f"{channel}/defaults", {"decided": DECIDED, "rights": OWN}, "demo-defaults")
    until = now + GRANT
    grant = {"until": until.isoformat(), "per_day": PER_DAY}
    client.post(f"{channel}/auto-publish", grant, f"demo-grant-{now.isoformat()}")
    tell(
        f"The channel {name} may publish to its own folder unseen until {until:%Y-%m-%d %H:%M} UTC:"
        " this run granted it, and only here is nobody asked."
    )
    return channel_id


def _opened(client: Client) -> tuple[str, str]:
    """Its name and id: a channel of one's own that is called Demo is left alone."""
    name, key = "Demo", "demo-channel"
    for n in count(2):
        try:
            opened = client.post("/api/v1/channels", {"name": name, "language": "en"}, key)
        except BadInput as refused:
            if refused.code != "channel-name-taken":
                raise
            name, key = f"Demo {n}", f"demo-channel-{n}"
        else:
            break
    return name, str(opened["channel_id"])


def decided(asked: DemoRequest) -> Answer | None:
    """What is decided for this film alone; None where the channel's decisions fit."""
    if not asked.images:
        return None
    return {**DECIDED, "disclosure": {"realistic": False, "reasons": WITH_PICTURES}}


def request_film(
    client: Client,
    asked: DemoRequest,
    channel_id: str,
    now: datetime,
    said: Mapping[str, Any] = MappingProxyType({}),
) -> str:
    """Uploads the source and the pictures, and asks for the film; the video's id.

    `said` is what is decided for this film alone: `decided`, `format`.
    """
    pictures = {it: client.upload(it, it.name)["asset_id"] for it in asked.images}
    body = {
        "channel_id": channel_id,
        **_source(client, asked),
        "pictures": list(pictures.values()),
        "cuts": [{"asset_id": pictures[it], **asdict(cut)} for it, cut in asked.cuts],
        "aspect": asked.aspect.value,
        "seconds": asked.seconds,
        "language": asked.language,
        **said,
    }
    key = sha256(f"{now.isoformat()} {body}".encode()).hexdigest()
    return str(client.post("/api/v1/videos/generate", body, f"demo-{key}")["video_id"])


def _source(client: Client, asked: DemoRequest) -> Answer:
    """What it is made from."""
    if asked.source is None:
        return {"topic": asked.topic}
    return {"source_asset_id": client.upload(asked.source, asked.source.name)["asset_id"]}


def follow(client: Client, video_id: str) -> Iterator[Seen]:
    """One look after the other, the last of them at the end of the making."""
    begun = time.monotonic()
    path, its_jobs = f"/api/v1/videos/{video_id}", {"video_id": video_id, "limit": "100"}
    while True:
        working = client.get(f"{path}/progress")["work"]
        jobs: list[Any] = client.get("/api/v1/jobs", its_jobs)["items"]
        seen = Seen(client.get(path), jobs, working, time.monotonic() - begun)
        yield seen
        if seen.stage in ENDED:
            return
        time.sleep(POLL_S)


def take_out(client: Client, video_id: str, out: Path) -> dict[str, Path]:
    """Copies every file of the video to `out`, under the video's id."""
    folder = out / video_id
    folder.mkdir(parents=True, exist_ok=True)
    taken: dict[str, Path] = {}
    for file in client.get(f"/api/v1/videos/{video_id}/files")["files"]:
        target = folder / file["name"]
        target.write_bytes(client.read_file(file["location"]))
        taken[file["name"]] = target
    return taken


def refuse_unfinished(seen: Seen) -> None:
    """Raises Problem where the making did not end in a published film."""
    if seen.stage == "published":
        return
    why = (text_of(seen.video, "failure") or _stands(seen)).rstrip(".")
    raise Problem(f"no film was made: {why}; {goes_on(seen.video['video_id'])}")


def goes_on(video_id: str) -> str:
    """What to do about a video that a demo has left."""
    show = f"`ytempire video show {video_id}`"
    return f"with `make run` up, {show} says how it stands and names its files"


def _stands(seen: Seen) -> str:
    if seen.stage != "flagged":
        return f"it is {seen.stage}"
    return f"it is flagged, since {why_flagged(seen.video)}"
