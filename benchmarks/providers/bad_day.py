"""A whole installation on a bad day: films asked for while a fifth of all calls fails.

Everything is the product's own: API, two workers, dispatcher, projector, embedded servers, real
SDKs over sockets to stand-ins. These quote keys and texts in what they refuse. The paces of a new
account (10,000 tokens a minute) are lifted, since a film takes about as many.
"""

import asyncio
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.providers import planted
from benchmarks.providers.accounting import Account, Books, recorded
from benchmarks.providers.searching import found
from benchmarks.providers.stories import stories
from domain.event import Recorded
from domain.job import JobDeadLettered
from infra.cli.demo.making import ENDED
from infra.cli.demo.simulated import CHOSEN
from tests.faults.film import a_channel, asking, upload
from tests.stack import Stack, eventually, running
from tests.standins import StandIn, mail_server
from tests.standins.faults import USUAL, Fault

FAIL, SEED = 0.2, 5
FILM_S, LEAST_S, LOOK_S = 60.0, 300.0, 1.0
CPU_HOUR = "0.05"
SECONDS = 20
FORMAT = {"resolution": "720p", "fps": 24}
OVER = (*ENDED, "ready")
BEHIND = """
    SELECT (SELECT max(notification_id) FROM ledger.events) - min(position) FROM ops.checkpoints
"""


@dataclass(frozen=True)
class BadDay:
    """What was left of it: films as the API tells them, sums, dead letters, what was found."""

    films: list[dict[str, Any]]
    costs: dict[str, Any]
    account: Account
    dead: list[JobDeadLettered]
    found: dict[str, set[str]]
    searched: int
    minutes: float

    @classmethod
    def lived(
        cls, folder: Path, films: int, to_voices: tuple[Fault, ...], tell: Callable[[str], None]
    ) -> "BadDay":
        """`to_voices` are the kinds of faults that voices meet; the others meet all."""
        begun = time.monotonic()
        folder.mkdir(exist_ok=True)
        with ExitStack() as standing:
            theirs = [standing.enter_context(it) for it in planted.stand_ins()]
            for it, kinds in zip(theirs, (USUAL, to_voices), strict=True):
                it.fail(FAIL, SEED, kinds)
            mail = standing.enter_context(mail_server())
            settings = _settings(*theirs) | planted.mail_settings(mail)
            stack = standing.enter_context(running(folder / "home", **settings))
            videos = _films(stack, films, tell)
            costs = stack.insist("GET", "/costs/summary")
            events = asyncio.run(recorded(stack.database_url))
            charges = [charge for it in theirs for charge in it.charges]
            mails = [(f"mail {n}", it.message.as_bytes()) for n, it in enumerate(mail.mails)]
            places, searched = found(stack, planted.words(), settings, mails)
        minutes = (time.monotonic() - begun) / 60
        account = Books.of(events).account(charges)
        return cls(videos, costs, account, list(_dead(events)), places, searched, minutes)


def _settings(openai: StandIn, elevenlabs: StandIn) -> dict[str, str]:
    return {
        **CHOSEN,
        **planted.KEYS,
        "PROVIDERS__OPENAI_URL": openai.url,
        "PROVIDERS__ELEVENLABS_URL": elevenlabs.url,
        "PROVIDERS__IMAGE_QUALITY": "low",
        "PROVIDERS__IMAGE_PIXELS": str(256 * 256),
        "PACES__OPENAI__TOKENS_A_MINUTE": "0",
        "PACES__OPENAI__REQUESTS_A_MINUTE": "0",
        "MAKING__CPU_HOUR": CPU_HOUR,
        "WORKER__METRICS_PORT": str(_port()),
        "PROJECTOR__METRICS_PORT": str(_port()),
        "DISPATCHER__METRICS_PORT": str(_port()),
    }


def _port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


def _films(stack: Stack, count: int, tell: Callable[[str], None]) -> list[dict[str, Any]]:
    """Asked for together, and waited for until each is made, or stands still."""
    channel = a_channel(stack)
    ids = [_asked(stack, channel, n, story) for n, story in enumerate(stories(count))]
    told: dict[str, str] = {}

    def are_over() -> bool:
        time.sleep(LOOK_S)
        for it in ids:
            stage = str(stack.insist("GET", f"/videos/{it}")["stage"])
            if told.get(it, "") != stage and stage in OVER:
                tell(f"film {ids.index(it)}: {stage}")
            told[it] = stage
        return all(it in OVER for it in told.values())

    eventually(are_over, LEAST_S + FILM_S * count, lambda: str(told))
    eventually(lambda: stack.number(BEHIND) == 0)
    return [stack.insist("GET", f"/videos/{it}") for it in ids]


def _asked(stack: Stack, channel: str, n: int, story: str) -> str:
    asset = upload(stack, f"story-{n}", f"{story}\n{planted.PRIVATE}")
    asked = asking(channel, asset) | {"format": FORMAT, "seconds": SECONDS}
    return str(stack.insist("POST", "/videos/generate", f"film-{n}", json=asked)["video_id"])


def _dead(events: list[Recorded]) -> Iterator[JobDeadLettered]:
    return (it.event for it in events if isinstance(it.event, JobDeadLettered))
