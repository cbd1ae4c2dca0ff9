"""What may be set from outside, read once at the start: places, limits, times.

Names carry no prefix; a group's field is set as GROUP__FIELD, e.g. HTTP__PORT=9000.
Raises BadSettings where a value makes no sense.
"""

import os
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import Field, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from infra.settings.groups import (
    AsOf,
    Audit,
    Backup,
    Calls,
    Dispatcher,
    Embedded,
    Encoder,
    Group,
    Http,
    Ledger,
    Mail,
    Making,
    Projector,
    Rebuild,
    Step,
    Steps,
    Views,
    Worker,
)
from infra.settings.paces import Paces
from infra.settings.providers import Providers

__all__ = [
    "AsOf",
    "Audit",
    "Backup",
    "BadSettings",
    "Calls",
    "Dispatcher",
    "Embedded",
    "Group",
    "Http",
    "Ledger",
    "Mail",
    "Making",
    "Paces",
    "Projector",
    "Providers",
    "Rebuild",
    "Settings",
    "Step",
    "Steps",
    "Views",
    "Worker",
    "read",
]

DB_FUNCTIONS = "POSTGRES_ENABLE_DB_FUNCTIONS"
OFF = ("", "0", "f", "false", "n", "no", "off")
Address = Annotated[str, Field(pattern=r"^[^@\s<>,;]+@[^@\s<>,;]+$")]


class BadSettings(Exception):
    """A value from outside makes no sense; the message names it and says why."""


class Settings(BaseSettings):
    """Everything set from outside. Limits of the domain itself are constants there."""

    model_config = SettingsConfigDict(
        frozen=True, extra="ignore", env_nested_delimiter="__", env_ignore_empty=True
    )

    ytempire_home: Path = Field(Path("var"), description="Data, keys, logs; made if absent.")
    database_url: str | None = Field(None, description="PostgreSQL 15 or later; else embedded.")
    redis_url: str | None = Field(None, description="Redis 6.2 or later; else embedded.")
    kek_file: Path | None = Field(None, description="Key-encryption key; else HOME/keys/kek.")
    blobs: str | None = Field(None, description="s3://bucket/folder; else HOME/blobs.")
    anchors: str | None = Field(None, description="A folder or s3://bucket; else HOME/anchors.")
    render_device: Literal["auto", "cpu", "cuda"] = Field("auto", description="Composes films.")
    render_encoder: Encoder = Field("auto", description="Encodes films; auto: what works here.")
    model_path: Path | None = Field(None, description="A folder with an image model; else cards.")
    voice_model_path: Path | None = Field(None, description="A folder with voices of Piper.")
    smtp_url: str | None = Field(None, description="smtp://user@host:587, or smtps:; else no mail.")
    mail_from: Address | None = Field(
        None, description="Whom alerts come from.", validate_default=True
    )
    mail_to: Address | None = Field(None, description="The owner's alerts; else MAIL_FROM.")
    http: Http = Http()
    embedded: Embedded = Embedded()
    ledger: Ledger = Ledger()
    projector: Projector = Projector()
    views: Views = Views()
    as_of: AsOf = AsOf()
    making: Making = Making()
    backup: Backup = Backup()
    mail: Mail = Mail()
    steps: Steps = Steps()
    calls: Calls = Calls()
    providers: Providers = Providers()
    paces: Paces = Paces()
    worker: Worker = Worker()
    dispatcher: Dispatcher = Dispatcher()
    audit: Audit = Audit()

    @field_validator("ytempire_home")
    @classmethod
    def _absolute(cls, home: Path) -> Path:
        return home.expanduser().absolute()

    @field_validator("blobs")
    @classmethod
    def _is_a_bucket(cls, url: str | None) -> str | None:
        return _begins(url, "s3://")

    @field_validator("anchors")
    @classmethod
    def _is_a_place(cls, place: str | None) -> str | None:
        if place is None or place.startswith("s3://"):
            return place
        if "://" in place:
            raise ValueError("it has to be a folder, or a bucket as s3://bucket/folder")
        return str(Path(place).expanduser().absolute())

    @field_validator("smtp_url")
    @classmethod
    def _is_a_mail_server(cls, url: str | None) -> str | None:
        if url is not None and urlsplit(url).password is not None:
            raise ValueError("a password belongs into SMTP_PASSWORD_FILE")
        return _begins(url, "smtp://", "smtps://")

    @field_validator("mail_from")
    @classmethod
    def _is_there(cls, address: str | None, its: ValidationInfo) -> str | None:
        if address is None and its.data.get("smtp_url") is not None:
            raise ValueError("SMTP_URL is set, and mail has to be from somebody")
        return address

    @field_validator("database_url")
    @classmethod
    def _is_postgres(cls, url: str | None) -> str | None:
        return _begins(url, "postgresql://", "postgres://")

    @field_validator("redis_url")
    @classmethod
    def _is_redis(cls, url: str | None) -> str | None:
        return _begins(url, "redis://", "rediss://", "unix://")


def read() -> Settings:
    """The settings of this process. Raises BadSettings, one sentence for each wrong value."""
    for name, value in os.environ.items():
        if name.endswith(DB_FUNCTIONS) and value.lower() not in OFF:
            raise BadSettings(f"{name} has to be unset: with it, who follows the log loses events.")
    try:
        return Settings()
    except ValidationError as wrong:
        raise BadSettings(
            " ".join(_sentence(it["loc"], it["msg"]) for it in wrong.errors())
        ) from None


def _sentence(place: tuple[int | str, ...], complaint: str) -> str:
    name = "__".join(str(part) for part in place).upper()
    return f"{name} makes no sense: {complaint.removeprefix('Value error, ')}."


def _begins(url: str | None, *schemes: str) -> str | None:
    if url is not None and not url.startswith(schemes):
        raise ValueError(f"the URL has to begin with {' or '.join(schemes)}")
    return url
