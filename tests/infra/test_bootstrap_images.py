"""Which illustrator a worker of these settings has."""

import os
from pathlib import Path

import pytest

from infra.bootstrap.images import OFFLINE
from infra.cli.doctor.capabilities import capabilities, chosen, workers
from infra.prices import price_book
from infra.prices.coverage import unpriced
from infra.settings import Settings
from tests.given import NOON


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in OFFLINE:
        monkeypatch.setenv(name, "0")


def told(tmp_path: Path, model: Path | None) -> dict[str, tuple[str, str]]:
    its = Settings(ytempire_home=tmp_path, model_path=model)
    by_kind, chains = workers(its), chosen(its)
    assert list(unpriced(price_book(), by_kind, NOON.replace(month=12))) == []
    return {it["name"]: (it["mode"], it["said"]) for it in capabilities(by_kind, chains, model)}


def test_without_a_model_cards_are_made_and_the_model_is_not_configured(tmp_path: Path) -> None:
    said = told(tmp_path, None)
    assert said["images"] == ("offline", "cards backdrop-1")
    assert said["local images"][0] == "not configured"
    assert "MODEL_PATH" in said["local images"][1]


def test_a_model_that_cannot_be_used_is_said_and_never_left_in_silence(tmp_path: Path) -> None:
    said = told(tmp_path, tmp_path / "sdxl")
    assert said["images"][1].startswith("diffusers sdxl@")
    assert said["local images"][0] == "not configured"
    assert "cannot be used" in said["local images"][1]


def test_with_a_model_nothing_is_looked_for_elsewhere(tmp_path: Path) -> None:
    told(tmp_path, tmp_path / "sdxl")
    assert {os.environ[it] for it in OFFLINE} == {"1"}
