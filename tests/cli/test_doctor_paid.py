"""The doctor about paid work: chains in full, keys by their names, what they may do, and limits."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson
import pytest
from redis import Redis

from domain.breaker import Breaker, Phase
from domain.mode import Mode
from domain.prices import Provider
from infra.cli.doctor import (
    breakers,
    capabilities,
    chains,
    prices,
)
from infra.security.provider_keys import fingerprint, variables
from infra.settings import Settings
from infra.settings.providers import Providers
from infra.worker.breaker import ITS
from tests.cli.asking import run
from tests.cli.paid import KEY, VOICE, found, warned
from tests.given import NOON
from tests.standins import StandIn, stand_in


@pytest.fixture(autouse=True)
def no_key(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in variables():
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def key(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """OpenAI's, in a file for its owner alone."""
    file = tmp_path / "key"
    file.write_text(KEY)
    file.chmod(0o600)
    monkeypatch.setenv("OPENAI_API_KEY_FILE", str(file))
    return file


@pytest.fixture
def openai() -> Iterator[StandIn]:
    with stand_in("openai") as it:
        yield it


def test_a_chain_is_told_to_its_end_with_the_mode_of_each(tmp_path: Path, key: Path) -> None:
    its = found(tmp_path, script="openai:gpt-6.1-terra, compatible:llama, offline")
    (script,) = (it for it in its["chains"] if it["work"] == "script")
    told = [(it["provider"], it["model"], it["mode"]) for it in script["links"]]
    assert told[:2] == [("openai", "gpt-6.1-terra", "live"), ("compatible", "llama", "offline")]
    assert told[2][2] == "offline"
    hosts = {it["name"]: (it["host"], it["key_needed"]) for it in its["providers"]}
    assert hosts["openai"] == ("api.openai.com", True)
    assert hosts["compatible"] == ("127.0.0.1:11434", False)
    assert str(key) not in str(its)


def test_a_key_is_told_by_its_variable_and_fingerprint_and_never_itself(
    tmp_path: Path, key: Path
) -> None:
    its = found(tmp_path, images="openai:gpt-image-2.5-flare")
    (openai,) = its["providers"]
    assert (openai["key"], openai["key_set"]) == ("OPENAI_API_KEY_FILE", True)
    assert openai["key_fingerprint"] == fingerprint("openai")
    assert KEY not in orjson.dumps(its).decode()
    assert warned(its) == []
    key.chmod(0o640)
    (warning,) = warned(found(tmp_path, images="openai:gpt-image-2.5-flare"))
    assert warning == "others can read the file that OPENAI_API_KEY_FILE names: chmod 600 it"


def test_a_chain_that_nobody_can_be_reached_of_is_warned_of(tmp_path: Path) -> None:
    alone = found(tmp_path, voice="elevenlabs:eleven_multilingual_v2")
    missing = (
        "elevenlabs has no key; set ELEVENLABS_API_KEY_FILE to a file with it, or"
        " ELEVENLABS_API_KEY"
    )
    assert warned(alone) == [missing]
    assert alone["faults"] == [
        f"nobody can be asked for voice: elevenlabs eleven_multilingual_v2: {missing}"
        " (not-configured). Mend that, or name somebody else in PROVIDERS__VOICE"
    ]
    backed = found(
        tmp_path,
        voice="elevenlabs:eleven_multilingual_v2, offline",
        elevenlabs_voices={"default": VOICE},
    )
    assert (warned(backed), backed["faults"]) == ([missing], [])


def test_a_command_that_finds_nobody_left_ends_as_a_failure(tmp_path: Path) -> None:
    result = run("doctor", home=tmp_path, env={"PROVIDERS__VOICE": "elevenlabs:v4"})
    assert result.exit_code == 1
    assert "FAULT: nobody can be asked for voice" in result.stderr
    assert result.stderr.rstrip().endswith("No film can be made here.")


def test_films_that_hang_on_keys_which_nobody_asked_about_are_promised_with_that(
    tmp_path: Path,
) -> None:
    env = {
        "PROVIDERS__VOICE": "elevenlabs:eleven_multilingual_v2",
        "PROVIDERS__ELEVENLABS_VOICES": f'{{"default": "{VOICE}"}}',
        "ELEVENLABS_API_KEY": KEY,
    }
    result = run("doctor", home=tmp_path, env=env)
    assert result.exit_code == 0
    assert "if the keys may do what they are for, which nobody was asked: voice." in result.stderr


def test_each_of_a_chain_is_asked_what_its_key_may_do(
    tmp_path: Path, key: Path, openai: StandIn
) -> None:
    assert key.exists()
    chain = "openai:gpt-6.1-terra, openai:gpt-4, offline"
    its = found(tmp_path, ask=True, script=chain, openai_url=openai.url)
    answers = [it["answer"] for it in its["chains"][0]["links"]]
    said = {"code": "", "said": "may use gpt-6.1-terra", "retires_on": None, "lacks": ""}
    assert answers[0] == said
    assert answers[1]["code"] == "model-gone"
    assert answers[2] is None
    (warning,) = warned(its)
    assert warning.startswith("script: openai gpt-4: openai has no model gpt-4 (any more)")
    assert openai.charges == []


def test_a_chain_whose_every_key_is_refused_is_out_of_reach(
    tmp_path: Path, key: Path, openai: StandIn
) -> None:
    openai.refused_keys.add(key.read_text())
    its = found(tmp_path, ask=True, package="openai:gpt-6.1-terra", openai_url=openai.url)
    (out_of_reach,) = its["faults"]
    assert out_of_reach.startswith("nobody can be asked for package")
    assert "(key-refused)" in out_of_reach
    assert warned(its) == []
    assert its["unasked"] == []


def test_an_end_that_a_provider_tells_is_warned_of_a_month_ahead() -> None:
    def told(day: str) -> list[str]:
        answer = {"code": "", "said": "may use it", "retires_on": day, "lacks": ""}
        link = {"provider": "anthropic", "model": "claude", "answer": answer, "barred": None}
        return list(chains.warnings([{"work": "script", "links": [link]}], [], NOON))

    assert told("2026-01-31") == [
        "anthropic claude retires on 2026-01-31, it says; configure another until then"
    ]
    assert told("2026-02-01") == []


def test_who_is_left_alone_is_told_with_what_helps(redis_url: str) -> None:
    shut = Breaker(Phase.OPEN, (), 1, None, "no-funds", "It has no funds.")
    passing = Breaker(Phase.OPEN, (), 2, 1_767_268_800_000, "provider-unavailable", "It is down.")
    with Redis.from_url(redis_url) as redis:
        redis.set("breaker:elevenlabs:narrate:0a1b2c3d", ITS.dump_json(shut))
        redis.set("breaker:openai:package:0a1b2c3d", ITS.dump_json(passing))
        redis.set("breaker:openai:narrate:0a1b2c3d", ITS.dump_json(Breaker()))
        redis.set("breaker:openai:narrate:ffffffff", ITS.dump_json(shut))
    here = Settings(redis_url=redis_url)
    its = breakers.breakers(here, answers=True, key=lambda _: "0a1b2c3d")
    assert list(breakers.warnings(its)) == [
        "elevenlabs is not asked for narrate until its key changes, or it is reset: It has no"
        " funds. (ytempire providers reset elevenlabs)",
        "openai is not asked for package until 2026-01-01T12:00:00Z: It is down."
        " (ytempire providers reset openai)",
    ]
    assert breakers.breakers(Settings(redis_url="unix:///none.sock"), answers=True) == []


def test_what_is_chosen_is_no_longer_said_to_be_missing(tmp_path: Path) -> None:
    def missing(**chosen: Any) -> set[str]:
        its = Settings(ytempire_home=tmp_path, providers=Providers(**chosen))
        said = capabilities.capabilities({}, capabilities.chosen(its))
        return {it["name"] for it in said if it["name"].startswith("live ")}

    texts, voice, images = "live script, judge, package", "live voice", "live images"
    assert missing() == {texts, voice, images, "live publish"}
    chosen = {"judge": "openai:one, offline", "voice": "offline, google:neural2"}
    assert missing(**chosen, images="openai:two") == {"live publish"}


def test_a_model_that_is_asked_last_is_warned_of_before_its_end_too() -> None:
    old = Provider("openai", "gpt-4", Mode.LIVE)
    late = NOON.replace(month=11, year=2026)
    retiring = prices.prices({}, late, {"script": [old]})["retiring"]
    assert [(it["model"], it["retired"]) for it in retiring] == [("gpt-4", True)]


def test_a_person_reads_what_every_key_may_do(tmp_path: Path, key: Path, openai: StandIn) -> None:
    with stand_in("elevenlabs") as voices:
        env = {
            "OPENAI_API_KEY_FILE": str(key),
            "ELEVENLABS_API_KEY": KEY,
            "PROVIDERS__OPENAI_URL": openai.url,
            "PROVIDERS__ELEVENLABS_URL": voices.url,
            "PROVIDERS__SCRIPT": "openai:gpt-6.1-terra, offline",
            "PROVIDERS__VOICE": "elevenlabs:eleven_multilingual_v2",
            "PROVIDERS__ELEVENLABS_VOICES": f'{{"default": "{VOICE}"}}',
        }
        result = run("doctor", "--ask", home=tmp_path, env=env)
    assert result.exit_code == 0, result.output
    said = " ".join(result.stdout.split())
    for told in (
        "may use gpt-6.1-terra",
        "10,000,000 of 10,000,000 credits left, knows default",
        f"OPENAI_API_KEY_FILE, {fingerprint('openai')}",
        "films of a minute an hour, by openai",
    ):
        assert told in said
    assert KEY not in result.output
