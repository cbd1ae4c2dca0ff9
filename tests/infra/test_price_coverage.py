"""Everything that a worker may do has a price, so that no film has an unpriced line."""

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest

from adapters.blobs.disk import DiskBlobs
from domain.mode import Mode
from domain.prices import LineKind, Provider, Usage
from infra.bootstrap.worker import processors, providers
from infra.prices import price_book
from infra.prices.coverage import METERS, unpriced
from infra.settings import Settings

TODAY = datetime(2026, 11, 20, tzinfo=UTC)


@pytest.fixture
def workers(tmp_path: Path) -> Mapping[str, Provider]:
    its = Settings(ytempire_home=tmp_path)
    return providers(processors(its, DiskBlobs(tmp_path / "blobs")))


def test_every_meter_of_every_provider_is_priced(workers: Mapping[str, Provider]) -> None:
    assert list(unpriced(price_book(), workers, TODAY)) == []


def test_every_kind_of_work_says_what_it_is_metered_in(workers: Mapping[str, Provider]) -> None:
    by_itself_done_by_nobody = {"research"}
    assert METERS.keys() - workers.keys() == by_itself_done_by_nobody
    assert workers.keys() <= METERS.keys()


def test_every_provider_of_now_is_offline(workers: Mapping[str, Provider]) -> None:
    assert {it.mode for it in workers.values()} == {Mode.OFFLINE}


@pytest.mark.parametrize(
    ("kind", "name", "model"),
    [
        ("research", "openai", "gpt-6.1-terra"),
        ("research", "anthropic", "claude-haiku-5-5"),
        ("write-script", "openai", "gpt-6.1-terra"),
        ("write-script", "anthropic", "claude-haiku-5-5"),
        ("narrate", "elevenlabs", "eleven_multilingual_v2"),
        ("narrate", "openai", "gpt-4o-mini-tts"),
        ("illustrate", "openai", "gpt-image-2.5-flare"),
    ],
)
def test_what_the_most_that_a_call_may_cost_is_counted_in_is_priced(
    kind: str, name: str, model: str
) -> None:
    """Else a call whose outcome stays unknown would cost nothing."""
    assert list(unpriced(price_book(), {kind: Provider(name, model, Mode.LIVE)}, TODAY)) == []


def test_work_that_no_list_knows_is_named() -> None:
    unknown = {"narrate": Provider("parrot", "grey", Mode.OFFLINE)}
    assert list(unpriced(price_book(), unknown, TODAY)) == [("parrot", "character")]


def test_a_live_provider_before_its_list_begins_is_named() -> None:
    early = datetime(2020, 1, 1, tzinfo=UTC)
    terra = {"package": Provider("openai", "gpt-6.1-terra", Mode.LIVE)}
    assert [it for _, it in unpriced(price_book(), terra, early)] == ["input_token", "output_token"]


def test_moderation_is_listed_at_nothing_and_not_unlisted() -> None:
    moderator = Provider("openai", "omni-moderation-latest", Mode.LIVE)
    looked_at = [Usage("moderation", 2)]
    (line,) = price_book().lines(moderator, looked_at, TODAY, "2026-11")
    assert (line.kind, line.amount_nanos) == (LineKind.CASH, 0)
