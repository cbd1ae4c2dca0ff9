"""A ledger with an account, its channel and its files, and what was recorded since."""

import asyncio
from dataclasses import dataclass, field, replace
from datetime import datetime

from commands.ports import Command, Receipt, World
from domain.account import CHANNELS_MAX, AccountRegistered, Role
from domain.asset import AssetKind, AssetUploaded, RightsDecided
from domain.channel import DefaultsDecided
from domain.event import Event
from domain.ids import (
    JobId,
    StreamId,
    account_stream,
    asset_stream,
    job_stream,
)
from domain.job import JobOpened
from domain.prices import PriceBook
from tests.given import (
    ACCOUNT,
    CHANNEL_STREAM,
    DECIDED,
    LOGIN,
    NOON,
    OPENED,
    PHOTO,
    RIGHTS,
    SOURCE,
    TEXT,
    TUNE,
    VIDEO_STREAM,
    because,
    blob,
)
from tests.memory import MemoryLedger

Entry = tuple[StreamId, Event]

UPLOADED = AssetUploaded(ACCOUNT, AssetKind.TEXT, SOURCE, 900, "text/plain", "ice.txt")
PICTURE = AssetUploaded(ACCOUNT, AssetKind.IMAGE, blob("photo"), 9_000, "image/jpeg", "photo.jpg")
MUSIC = AssetUploaded(ACCOUNT, AssetKind.MUSIC, blob("tune"), 90_000, "audio/flac", "tune.flac")
ATTRIBUTED = replace(RIGHTS, attribution="Photo: A. Lens, CC BY 4.0")
SET_UP: list[Entry] = [
    (account_stream(ACCOUNT), AccountRegistered(LOGIN, Role.OWNER, "free", CHANNELS_MAX)),
    (CHANNEL_STREAM, OPENED),
    (CHANNEL_STREAM, DefaultsDecided(DECIDED, RIGHTS)),
    (asset_stream(TEXT), UPLOADED),
    (asset_stream(PHOTO), PICTURE),
    (asset_stream(PHOTO), RightsDecided(ATTRIBUTED)),
    (asset_stream(TUNE), MUSIC),
]


def its(*events: Event) -> list[Entry]:
    """Events of the one video that these stories are about."""
    return [(VIDEO_STREAM, it) for it in events]


def opened(job_id: JobId, job: JobOpened) -> Entry:
    return job_stream(job_id), job


@dataclass
class Stage:
    """Carries out commands one after the other, each under a key of its own."""

    history: list[Entry] = field(default_factory=lambda: list(SET_UP))
    prices: PriceBook = field(default_factory=PriceBook)
    keys: int = 100
    now: datetime = NOON

    def __post_init__(self) -> None:
        self.ledger = MemoryLedger(self.history, world=lambda: World(self.now, self.prices))

    def does(self, command: Command) -> Receipt:
        self.keys += 1
        return asyncio.run(self.ledger.carry_out(command, because(self.keys)))

    @property
    def since(self) -> list[Entry]:
        """What was recorded after the history."""
        return self.ledger.log[len(self.history) :]

    @property
    def events(self) -> list[Event]:
        return [event for _, event in self.since]

    @property
    def works(self) -> list[str]:
        """The kinds of the jobs that were opened since."""
        return [it.kind for it in self.events if isinstance(it, JobOpened)]
