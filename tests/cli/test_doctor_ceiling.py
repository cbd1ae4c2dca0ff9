"""The doctor about the ceiling that paces towards providers imply."""

import pytest
from redis import Redis

from domain.mode import Mode
from domain.pace import Traffic
from domain.prices import Provider
from infra.cli.doctor import ceiling, learned, paid
from infra.security.provider_keys import fingerprint
from infra.settings import Settings
from infra.settings.paces import Paces
from infra.worker.pace import ITS as TRAFFIC

KEY = "sk-a-key-of-a-test"
LIVE = Provider("openai", "gpt-6.1-terra", Mode.LIVE)
SPOKEN = Provider("elevenlabs", "eleven_multilingual_v2", Mode.SIMULATED)
HERE = Provider("espeak-ng", "1", Mode.OFFLINE)


def test_the_paces_bound_how_many_films_an_hour_there_can_be() -> None:
    """600,000 tokens an hour for 20,000 a film; 2 voices at once for 24 s a film."""
    texts = dict.fromkeys(("script", "judge", "package"), (LIVE,))
    its = ceiling.ceiling({**texts, "voice": (SPOKEN, HERE)}, Paces())
    assert its["by_provider"] == {"openai": 30.0, "elevenlabs": 300.0}
    assert (its["videos_an_hour"], its["bounded_by"]) == (30.0, "openai")


def test_what_a_provider_said_of_itself_counts_before_what_is_set() -> None:
    its = ceiling.ceiling({"voice": (SPOKEN,)}, Paces(), {"elevenlabs": 5})
    assert its["by_provider"] == {"elevenlabs": 750.0}
    assert its["at_once"] == {"elevenlabs": {"calls": 5, "by": "its answers"}}
    as_set = ceiling.ceiling({"voice": (SPOKEN,)}, Paces())
    assert as_set["at_once"] == {"elevenlabs": {"calls": 2, "by": "the settings"}}


def test_what_workers_learned_by_the_present_key_is_read_from_redis(
    redis_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("ELEVENLABS_API_KEY_FILE", raising=False)
    monkeypatch.setenv("ELEVENLABS_API_KEY", KEY)
    its = Settings(redis_url=redis_url)
    with Redis.from_url(redis_url) as redis:
        redis.set(f"pace:elevenlabs:{fingerprint('elevenlabs')}", TRAFFIC.dump_json(Traffic((), 7)))
        redis.set("pace:openai:0a1b2c3d", TRAFFIC.dump_json(Traffic((), 9)))
    assert learned.at_once(its, ["elevenlabs", "openai"], answers=True) == {"elevenlabs": 7}
    assert learned.at_once(its, ["elevenlabs"], answers=False) == {}
    away = Settings(redis_url="unix:///none.sock")
    assert learned.at_once(away, ["elevenlabs"], answers=True) == {}


def test_a_person_reads_where_the_ceiling_comes_from() -> None:
    found = {"ceiling": ceiling.ceiling({"voice": (SPOKEN,)}, Paces(), {"elevenlabs": 5})}
    assert paid.ceiling_told(found) == (
        "about 750 films of a minute an hour, by elevenlabs (5 calls at once, by its answers)"
    )
    found = {"ceiling": ceiling.ceiling({"script": (LIVE,)}, Paces())}
    assert paid.ceiling_told(found) == "about 60 films of a minute an hour, by openai"


def test_what_is_done_here_has_no_pace() -> None:
    its = ceiling.ceiling({"voice": (HERE, SPOKEN)}, Paces())
    assert (its["videos_an_hour"], its["by_provider"]) == (None, {})
    free = Provider("anthropic", "claude-haiku-5-5", Mode.LIVE)
    assert ceiling.ceiling({"script": (free,)}, Paces())["videos_an_hour"] is None
