"""What reads answer, as data: the shape is a promise, and a test holds the answers against it."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from domain.account import Erasure, HoldReason, Role
from domain.caption_look import CaptionFont, CaptionPlace, CaptionPreset
from domain.film_format import Codec, Resolution
from domain.mode import Mode
from domain.prices import LineKind, Metering
from domain.rights import Ownership
from domain.scene.look import ThemeName


class Answer(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Total(Answer):
    """A sum of one mode, currency and kind; these are never added up."""

    mode: Mode
    currency: str
    kind: LineKind
    basis: str
    amount: str
    lines: int


class Line(Answer):
    """One metered quantity at the price that held; amounts are decimal strings."""

    call_id: UUID
    call: str
    attempt: int
    n: int
    job_id: UUID | None
    mode: Mode
    currency: str
    kind: LineKind
    basis: str
    metering: Metering
    provider: str
    model: str
    meter: str
    quantity: int
    per: int
    unit_price: str
    amount: str
    list_version: str
    service_date: date
    posting_month: str
    position: int
    at: datetime


class Costs(Answer):
    """`paused` says why, where the sums have stopped short of what was recorded."""

    video_id: UUID
    totals: list[Total]
    lines: list[Line]
    lines_in_all: int
    paused: str | None


class Hold(Answer):
    reason: HoldReason
    until: date | None


class Account(Answer):
    """`email` is the word `erased` once nobody can read it any more, and empty if there is none.

    `letters_to` is where mail goes: the account's own address, or what MAIL_TO says for the
    installation's owner; empty where none is sent. `email_verified`: by a code that went there.

    `erasure_why` says why the erasure was refused, or came to a halt.
    """

    account_id: UUID
    email: str
    letters_to: str
    email_verified: bool
    email_verified_at: datetime | None
    role: Role
    plan: str
    channels_max: int
    channels: int
    registered_at: datetime
    hold: Hold | None
    erasure: Erasure
    erasure_at: datetime | None
    erasure_why: str
    costs: list[Total]


class ChannelDecided(Answer):
    realistic: bool
    made_for_kids: bool
    paid_promotion: bool


class ChannelRights(Answer):
    ownership: Ownership
    licence: str
    attribution: str


class Format(Answer):
    """In what a film is made."""

    resolution: Resolution
    fps: int
    codec: Codec


class Captions(Answer):
    """How captions look; `custom` is a look that is none of the presets."""

    preset: CaptionPreset
    font: CaptionFont
    size_percent: int
    weight: int
    colour: str
    spoken: str
    outline: str
    outline_percent: int
    box: str
    spoken_box: str
    place: CaptionPlace


class Colours(Answer):
    """`#rrggbb` instead of the theme's; an empty one leaves the theme's."""

    low: str
    high: str
    panel: str
    text: str
    quiet: str
    accent: str
    on_accent: str


class Logo(Answer):
    asset_id: UUID
    blob: str


class FilmLook(Answer):
    """A theme, and what of it is the channel's own."""

    theme: ThemeName
    colours: Colours
    font: CaptionFont
    logo: Logo | None
    lower_third: str
    end_card: str
    end_card_s: int


class Music(Answer):
    """Which file is played, and how many LU under the voice: under words, between them."""

    asset_id: UUID
    name: str
    speaking_lu: int
    pausing_lu: int


class ChannelAutoPublish(Answer):
    until: datetime
    per_day: int
    used_today: int


class Channel(Answer):
    channel_id: UUID
    account_id: UUID
    name: str
    language: str
    voice: str
    opened_at: datetime
    opened_position: int
    paused: bool
    paused_because: str
    videos: int
    decided: ChannelDecided | None
    rights: ChannelRights | None
    format: Format | None
    captions: Captions | None
    look: FilmLook | None
    personality: str
    music: Music | None
    auto_publish: ChannelAutoPublish | None
    costs: list[Total]


class Channels(Answer):
    items: list[Channel]


class Waits(Answer):
    """A job is tried again at a set time; `code` is empty where nothing went wrong."""

    until: datetime
    code: str
    sentence: str


class Job(Answer):
    job_id: UUID
    kind: str
    subject: str
    video_id: UUID | None
    state: Literal["open", "finished", "set-aside", "dead", "cancelled"]
    failures: int
    not_before: datetime | None
    priority: int
    code: str
    sentence: str
    opened_at: datetime
    opened_position: int
    settled_at: datetime | None
    waits: Waits | None


class Jobs(Answer):
    items: list[Job]
    next: int | None


class AuditEntry(Answer):
    position: int
    at: datetime
    name: str
    event_version: int
    stream: str
    stream_version: int
    actor: str
    event_id: UUID
    command_id: UUID
    correlation_id: UUID
    causation_id: UUID
    summary: str


class Audit(Answer):
    items: list[AuditEntry]
    next: int | None


class View(Answer):
    view: str
    version: int
    position: int
    lag_events: int
    lag_s: float
    paused: str | None
    parked: int


class Standing(Answer):
    """How far the ledger is, and how far the tables have come behind it."""

    head: int
    views: list[View]
