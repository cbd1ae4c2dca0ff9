"""What programs tell of themselves: one object a line, whoever says it, and nothing secret."""

import logging
from collections.abc import Callable, Iterator
from typing import Any

import orjson
import pytest
import structlog

from infra.telemetry.logs import HIDDEN, configure, hide_secrets

Said = Callable[[Callable[[], object]], list[dict[str, Any]]]


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str]) -> Iterator[Said]:
    """Configures the logs, then does something that tells; the lines on standard error."""
    root = logging.getLogger()
    before = (root.handlers[:], root.level)

    def lines(tell: Callable[[], object]) -> list[dict[str, Any]]:
        root.handlers.clear()  # those of pytest stay open
        configure("worker")
        tell()
        return [orjson.loads(it) for it in capsys.readouterr().err.splitlines()]

    yield lines
    root.handlers[:], root.level = before
    structlog.reset_defaults()
    structlog.contextvars.clear_contextvars()


def test_our_own_words_name_the_program(said: Said) -> None:
    (its,) = said(lambda: structlog.get_logger().info("lease taken", job_id="7"))
    assert (its["event"], its["job_id"], its["program"]) == ("lease taken", "7", "worker")
    assert its["timestamp"].endswith("Z")


def test_a_library_speaks_the_same_way(said: Said) -> None:
    (its,) = said(lambda: logging.getLogger("uvicorn.error").warning("port %d is taken", 8000))
    assert (its["event"], its["level"]) == ("port 8000 is taken", "warning")
    assert its["logger"] == "uvicorn.error"


def test_a_trace_stays_within_its_line(said: Said) -> None:
    fault = ValueError("postgresql://me:pass@host/db is away")
    (its,) = said(lambda: structlog.get_logger().error("ended", exc_info=fault))
    assert "ValueError" in its["exception"]
    assert "pass" not in its["exception"]


def test_no_request_to_a_provider_is_told_with_its_address(said: Said) -> None:
    def ask() -> None:
        for library in ("httpx", "httpx2"):
            logging.getLogger(library).info("HTTP Request: GET https://host/?key=a-canary")

    assert said(ask) == []


def test_what_is_of_no_interest_is_not_told(said: Said) -> None:
    assert said(lambda: structlog.get_logger().debug("looked")) == []


@pytest.mark.parametrize(
    "name", ["token", "owner_token", "password", "client_secret", "Authorization", "api_key", "kek"]
)
def test_a_field_with_a_secret_is_hidden(name: str) -> None:
    assert hide_secrets(None, "info", {name: "hunter2", "event": "x"}) == {
        name: HIDDEN,
        "event": "x",
    }


@pytest.mark.parametrize(
    ("told", "shown"),
    [
        ("redis://:pass@host/0", f"redis://{HIDDEN}@host/0"),
        ("see postgresql://me:pass@host/db", f"see postgresql://{HIDDEN}@host/db"),
        ("http://host/a@b", "http://host/a@b"),
        (7, 7),
    ],
)
def test_a_password_in_an_address_is_hidden(told: object, shown: object) -> None:
    assert hide_secrets(None, "info", {"url": told}) == {"url": shown}
