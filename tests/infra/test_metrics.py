"""What a program tells of itself over HTTP: on loopback, next to others, and only if asked."""

import socket
from urllib.request import urlopen

import pytest
from prometheus_client import Counter

from infra.telemetry import metrics

ASKED = Counter("test_metrics_asked", "How often this test asked.")


@pytest.fixture
def port() -> int:
    """A port that was free a moment ago."""
    with socket.create_server((metrics.HOST, 0)) as probe:
        return int(probe.getsockname()[1])


def test_figures_are_read_over_http(port: int) -> None:
    ASKED.inc(3)
    with metrics.served(port) as found, urlopen(f"http://127.0.0.1:{found}/metrics") as answer:
        assert b"test_metrics_asked_total 3.0" in answer.read()


def test_two_programs_of_one_machine_stand_side_by_side(port: int) -> None:
    with metrics.served(port) as first, metrics.served(port) as second:
        assert first is not None
        assert second is not None
        assert port <= first < second < port + metrics.PORTS


def test_a_port_is_free_again_afterwards(port: int) -> None:
    with metrics.served(port) as first:
        pass
    with metrics.served(port) as again:
        assert first == again == port


def test_nothing_is_served_unless_asked() -> None:
    with metrics.served(0) as found:
        assert found is None


def test_a_program_without_a_free_port_works_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server((metrics.HOST, 0)) as taken:
        monkeypatch.setattr(metrics, "PORTS", 1)
        with metrics.served(taken.getsockname()[1]) as found:
            assert found is None
