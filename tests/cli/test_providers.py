"""`ytempire providers`, as an operator meets it."""

import asyncio
from pathlib import Path

import orjson
from redis import Redis

from domain.ids import provider_stream
from tests.cli.asking import run, sentence
from tests.domain.test_provider import OPENED
from tests.infra.histories import record


def test_a_provider_is_asked_again_once_an_operator_says_so(
    database_url: str, redis_url: str, tmp_path: Path
) -> None:
    asyncio.run(record(database_url, [(provider_stream("elevenlabs"), OPENED)]))
    env = {"DATABASE_URL": database_url, "REDIS_URL": redis_url}
    with Redis.from_url(redis_url) as redis:
        redis.set("breaker:elevenlabs:narrate:0a1b2c3d", b"{}")
        redis.set("breaker:openai:narrate:0a1b2c3d", b"{}")
        done = run("providers", "reset", "elevenlabs", "--json", home=tmp_path, env=env)
        assert orjson.loads(done.stdout) == {"provider": "elevenlabs", "forgotten": 1}
        assert list(redis.keys("breaker:*")) == [b"breaker:openai:narrate:0a1b2c3d"]
    again = run("providers", "reset", "elevenlabs", home=tmp_path, env=env)
    assert "nothing kept elevenlabs from being asked" in again.output


def test_a_provider_that_there_is_not_is_named_with_those_there_are(tmp_path: Path) -> None:
    refused = run("providers", "reset", "acme", home=tmp_path)
    assert refused.exit_code != 0
    assert "there is no provider acme; there are openai" in sentence(refused)


def test_a_redis_that_is_away_is_said(database_url: str, tmp_path: Path) -> None:
    env = {"DATABASE_URL": database_url, "REDIS_URL": f"unix://{tmp_path}/none.sock"}
    refused = run("providers", "reset", "openai", home=tmp_path, env=env)
    assert "Redis does not answer" in sentence(refused)
