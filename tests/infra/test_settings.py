from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from infra.security.provider_keys import variables
from infra.security.smtp_password import VARIABLES
from infra.settings import BadSettings, Settings, read
from infra.settings.providers import entries
from tests.architecture.files import ROOT


def test_everything_has_a_default(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DATABASE_URL", "REDIS_URL", "YTEMPIRE_HOME"):
        monkeypatch.delenv(name, raising=False)
    found = read()
    assert (found.database_url, found.redis_url) == (None, None)
    assert found.ytempire_home == Path("var").absolute()


def test_a_limit_is_set_by_its_group_and_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EMBEDDED__POSTGRES_START_S", "45")
    assert read().embedded.postgres_start_s == 45


def test_a_chain_of_providers_keeps_its_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PROVIDERS__SCRIPT", "openai:gpt-6.1-terra,offline")
    chain = entries(read().providers.script)
    assert chain == [("openai", "gpt-6.1-terra"), ("offline", "")]


def test_nobody_is_asked_for_research_unless_somebody_is_chosen(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert entries(read().providers.research) == []
    monkeypatch.setenv("PROVIDERS__RESEARCH", " ")
    assert entries(read().providers.research) == []


def test_an_empty_value_counts_as_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "")
    assert read().database_url is None


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("HTTP__PORT", "0"),
        ("HTTP__PORT", "eighty"),
        ("HTTP__PROT", "8000"),
        ("EMBEDDED__STOP_S", "-1"),
        ("DATABASE_URL", "mysql://here/there"),
        ("REDIS_URL", "localhost:6379"),
        ("ANCHORS", "https://bucket"),
        ("BLOBS", "/a/folder"),
        ("MAIL_FROM", "somebody"),
        ("SMTP_URL", "mail.example.org"),
        ("SMTP_URL", "smtp://us:secret@mail.example.org"),
        ("PROVIDERS__SCRIPT", "gpt-6"),
        ("PROVIDERS__SCRIPT", "offline, offline"),
        ("PROVIDERS__VOICE", "openai:"),
        ("PROVIDERS__RESEARCH", "offline"),
        ("PROVIDERS__RESEARCH", "openai:gpt-6.1-terra, compatible:llama"),
    ],
)
def test_nonsense_is_refused_by_name(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(BadSettings, match=f"^{name} makes no sense: .+\\.$"):
        read()


@pytest.mark.parametrize("name", ["POSTGRES_ENABLE_DB_FUNCTIONS", "X_POSTGRES_ENABLE_DB_FUNCTIONS"])
def test_what_makes_the_event_library_lose_events_is_refused(
    monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv(name, "no")
    read()
    monkeypatch.setenv(name, "y")
    with pytest.raises(BadSettings, match=f"{name} has to be unset"):
        read()


@pytest.mark.parametrize(
    ("given", "found"), [("seals", str(Path("seals").absolute())), ("s3://a/b", "s3://a/b")]
)
def test_anchors_go_to_a_folder_or_a_bucket(
    monkeypatch: pytest.MonkeyPatch, given: str, found: str
) -> None:
    monkeypatch.setenv("ANCHORS", given)
    assert read().anchors == found


def test_settings_stay_as_they_were_read() -> None:
    found = read()
    with pytest.raises(ValueError, match="frozen"):
        found.http.port = 9000  # type: ignore[misc] # that is the point


def test_every_limit_says_what_it_is() -> None:
    assert [name for name, it in fields(Settings) if it.description is None] == []


def fields(group: type[BaseModel], within: str = "") -> Iterator[tuple[str, FieldInfo]]:
    """Every single value by its name in the environment, groups within groups opened."""
    for name, it in group.model_fields.items():
        if isinstance(it.annotation, type) and issubclass(it.annotation, BaseModel):
            yield from fields(it.annotation, f"{within}{name.upper()}__")
        else:
            yield f"{within}{name.upper()}", it


def test_the_example_environment_holds_the_name_of_every_setting_and_no_value() -> None:
    lines = (ROOT / ".env.example").read_text().splitlines()
    named = [it for it in lines if it and not it.startswith("#")]
    settings = [name for name, _ in fields(Settings)]
    assert named == [f"{name}=" for name in (*settings, *variables(), *VARIABLES)]


def test_mail_has_to_be_from_somebody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SMTP_URL", "smtp://localhost")
    with pytest.raises(BadSettings, match=r"^MAIL_FROM makes no sense: SMTP_URL is set"):
        read()
    monkeypatch.setenv("MAIL_FROM", "us@example.org")
    assert read().mail_from == "us@example.org"
