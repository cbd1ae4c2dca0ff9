"""The doctor, with nothing running: it looks, and changes nothing."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson
import pytest

from adapters.fonts import absent_extras
from domain.mode import Mode
from domain.prices import Provider
from infra.cli.doctor import command, places, prices, servers
from infra.cli.doctor.capabilities import NOT_CONFIGURED
from infra.settings import Settings
from tests.cli.asking import run
from tests.given import NOON


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Of a home that nobody has made yet."""
    result = run("doctor", "--json", home=tmp_path_factory.mktemp("doctor") / "home")
    assert result.exit_code == 0, result.output
    found: dict[str, Any] = orjson.loads(result.stdout.splitlines()[-1])
    return found


def test_every_capability_says_how_real_it_is(report: dict[str, Any]) -> None:
    modes = {it["name"]: it["mode"] for it in report["capabilities"]}
    offline = {name for name, mode in modes.items() if mode == "offline"}
    assert offline == {
        *("script", "judge", "package", "voice", "images"),
        *("render", "preview", "thumbnail", "inspect", "publish"),
    }
    assert modes["research"] == modes["live voice"] == NOT_CONFIGURED


def test_an_extra_that_is_not_installed_is_named_with_what_it_would_give(
    report: dict[str, Any],
) -> None:
    said = {it["name"]: it for it in report["capabilities"] if it["name"].startswith("fonts-")}
    lacking = set(absent_extras())
    assert set(said) == lacking
    if "fonts-emoji" in lacking:
        assert said["fonts-emoji"]["mode"] == NOT_CONFIGURED
        assert "left out of titles, cards, captions and thumbnails" in said["fonts-emoji"]["said"]


def test_versions_are_those_of_programs_that_ran(report: dict[str, Any]) -> None:
    assert report["versions"]["postgres"].startswith("postgres (PostgreSQL) 18.")
    assert report["versions"]["redis"].startswith("Redis server v=6.2.")
    assert "libavcodec" in report["versions"]["ffmpeg"]


def test_an_encoder_works_or_says_why_not(report: dict[str, Any]) -> None:
    encoders = {it["name"]: it for it in report["encoders"]}
    assert encoders["libx264"]["works"]
    assert all(it["works"] == (it["error"] is None) for it in encoders.values())


def test_every_codec_says_what_a_film_would_be_encoded_with(report: dict[str, Any]) -> None:
    works = {it["name"] for it in report["encoders"] if it["works"]}
    assert {it["encoder"] for it in report["films"].values()} <= works
    assert report["devices"]["used"] in {"cpu", "cuda"}


def test_an_encoder_that_makes_another_codec_is_said_and_does_not_keep_from_films(
    tmp_path: Path,
) -> None:
    result = run("doctor", "--json", home=tmp_path, env={"RENDER_ENCODER": "x264"})
    found = orjson.loads(result.stdout)
    assert result.exit_code == 0
    assert found["films"]["h264"]["encoder"] == "libx264"
    assert found["films"]["av1"]["code"] == "encoder-codec"
    assert any("RENDER_ENCODER is x264" in it for it in found["warnings"])


def test_looking_makes_nothing(report: dict[str, Any]) -> None:
    assert report["places"]["made"] is False
    assert not Path(report["places"]["home"]).exists()


def test_a_home_that_may_vanish_is_warned_of(report: dict[str, Any]) -> None:
    assert "temporary folder" in report["warnings"][0]


def test_no_work_of_a_worker_goes_unpriced(report: dict[str, Any]) -> None:
    assert report["prices"]["unpriced"] == []
    assert {it["currency"] for it in report["prices"]["lists"]} == {"USD"}


def test_a_person_reads_the_same(tmp_path: Path) -> None:
    result = run("doctor", home=tmp_path)
    assert result.exit_code == 0
    assert "not configured" in result.stdout
    assert result.stderr.rstrip().endswith("Films can be made here.")


def test_too_little_room_is_a_fault(tmp_path: Path) -> None:
    result = run("doctor", "--json", home=tmp_path, env={"MAKING__FREE_BYTES": str(2**60)})
    assert result.exit_code == 1
    assert "a film needs more" in orjson.loads(result.stdout)["faults"][0]


@pytest.fixture
def token(tmp_path: Path) -> Path:
    (tmp_path / "keys").mkdir(mode=0o700)
    file = tmp_path / "keys" / "owner-token"
    file.write_text("token")
    file.chmod(0o600)
    return file


def test_a_token_for_its_owner_alone_is_fine(token: Path) -> None:
    its = places.keys(Settings(ytempire_home=token.parents[1]))
    assert [it["mode"] for it in its[:2]] == ["0700", "0600"]
    assert not any(it["fault"] for it in its)


def test_a_token_that_others_may_read_is_a_fault(token: Path) -> None:
    token.chmod(0o644)
    its = places.keys(Settings(ytempire_home=token.parents[1]))
    assert its[1]["fault"] == f"open to others: chmod 600 {token}"


def test_servers_that_run_say_what_they_are(database_url: str, redis_url: str) -> None:
    found = servers.servers(Settings(database_url=database_url, redis_url=redis_url))
    assert found["database"]["said"].startswith("PostgreSQL 18")
    assert found["redis"]["said"].startswith("Redis 6.2")


def test_servers_that_are_away_say_why(tmp_path: Path) -> None:
    away = Settings(
        database_url=f"postgresql://nobody@/none?host={tmp_path}",
        redis_url=f"unix://{tmp_path}/redis.sock",
        ytempire_home=tmp_path,
    )
    found = servers.servers(away)
    assert not found["database"]["reachable"]
    assert "No such file" in found["redis"]["said"]


def test_prices_without_a_row_for_some_work_are_named() -> None:
    unknown = {"render": Provider("abacus", "wooden", Mode.OFFLINE)}
    found = prices.prices(unknown, NOON)
    its = {"provider": "abacus", "model": "wooden"}
    assert found["unpriced"] == [its | {"meter": it} for it in ("cpu_ms", "gpu_ms")]
    assert list(prices.warnings(found)) == [
        "no list has a price for abacus wooden (cpu_ms, gpu_ms): what it costs would stand as"
        " unpriced, and no cap would count it; configure a model that is listed"
    ]


def test_every_link_of_every_chain_without_a_price_is_named() -> None:
    chain = [Provider("openai", it, Mode.LIVE) for it in ("gpt-6.1-terra", "gpt-9", "gpt-10")]
    looking = [Provider("openai", it, Mode.LIVE) for it in ("omni-moderation-latest", "omni-9")]
    late = NOON.replace(month=12)
    found = prices.prices({}, late, {"judge": chain, "moderation": looking})["unpriced"]
    assert [it["model"] for it in found] == ["gpt-10", "gpt-10", "gpt-9", "gpt-9", "omni-9"]


@pytest.mark.parametrize(
    ("model", "warned"),
    [
        ("gpt-5-mini", "openai gpt-5-mini retires on 2026-12-11; configure another until then"),
        ("gpt-4", "openai gpt-4 was retired on 2026-10-23 and is not called; configure another"),
    ],
)
def test_a_model_that_retires_is_warned_of_a_month_ahead(model: str, warned: str) -> None:
    by = {"package": Provider("openai", model, Mode.LIVE)}
    late = datetime(2026, 11, 20, tzinfo=UTC)
    assert warned in list(prices.warnings(prices.prices(by, late)))
    assert prices.prices(by, datetime(2026, 1, 1, tzinfo=UTC))["retiring"] == []


def test_an_encoder_that_films_need_is_a_fault_when_broken(report: dict[str, Any]) -> None:
    broken = {"name": "libx264", "works": False, "needed": True, "error": "no such thing"}
    faults = list(command.faults(report | {"encoders": [broken]}))
    assert faults == ["the encoder libx264 does not work: no such thing"]
