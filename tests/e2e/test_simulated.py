"""`ytempire demo --simulated`: the whole pipeline by the real SDKs, and nothing is paid."""

from pathlib import Path

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


def test_no_real_provider_is_made_to_fail(tmp_path: Path) -> None:
    done = ytempire(tmp_path, "demo", "--fail", "0.2")

    assert done.returncode != 0
    assert b"--fail goes with --simulated" in done.stderr
