"""`ytempire demo --simulated`: the whole pipeline by the real SDKs, and nothing is paid."""

from pathlib import Path

import orjson
import pytest

from tests.e2e.test_demo import SOURCES, agrees, said, ytempire


@pytest.mark.slow
def test_a_film_is_made_by_simulated_providers_with_exact_word_times(tmp_path: Path) -> None:
    source = str(SOURCES / "ferryman.en.txt")

    done = ytempire(
        tmp_path, "demo", "--simulated", "--source", source, "--seconds", "15", "--json"
    )

    told = said(done)
    agrees(told)
    assert told["mode"] == "offline+simulated"
    assert told["cost_actual"] == "0.000000000"
    assert float(told["cost_would_have"]) > 0
    assert "no money is spent" in done.stderr.decode()


@pytest.mark.slow
def test_a_film_of_a_topic_names_the_pages_that_it_rests_on(tmp_path: Path) -> None:
    topic = "Why does ice float?"

    told = said(
        ytempire(tmp_path, "demo", "--simulated", "--topic", topic, "--seconds", "10", "--json")
    )

    agrees(told)
    assert told["stages"][0]["name"] == "research"
    metadata = Path(told["metadata"])
    assert "https://example.org/ice/1" in orjson.loads(metadata.read_bytes())["description"]
    brief = orjson.loads((metadata.parent / "brief.json").read_bytes())
    assert "Ice floats because" in str(brief)


def test_no_real_provider_is_made_to_fail(tmp_path: Path) -> None:
    done = ytempire(tmp_path, "demo", "--fail", "0.2")

    assert done.returncode != 0
    assert b"--fail goes with --simulated" in done.stderr
