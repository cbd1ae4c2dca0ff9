"""`python -m tests.standins`, as a person or a demonstration starts it."""

import json
import signal
import smtplib
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import httpx2
import pytest

from tests.architecture.files import ROOT


@contextmanager
def started(*arguments: str) -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(
        [sys.executable, "-m", "tests.standins", *arguments],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def first_line(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline()


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT])
def test_it_says_what_to_set_and_ends_when_told(sign: signal.Signals) -> None:
    with started("--all", "--json", "--tones") as process:
        env = json.loads(first_line(process))
        answer = httpx2.post(
            f"{env['PROVIDERS__OPENAI_URL']}/moderations",
            json={"input": "The sea."},
            headers={"authorization": f"Bearer {env['OPENAI_API_KEY']}"},
        )
        process.send_signal(sign)
        _, told = process.communicate(timeout=10)

    assert answer.status_code == 200
    assert process.returncode == 0
    assert told == "openai 1 POST /v1/moderations\n"
    assert all("127.0.0.1" in it for name, it in env.items() if name.endswith("_URL"))
    assert len(env) == 12


def test_a_mail_is_said_with_its_text() -> None:
    with started("smtp", "--json") as process:
        host, port = urlsplit(json.loads(first_line(process))["SMTP_URL"]).netloc.split(":")
        with smtplib.SMTP(host, int(port), timeout=10) as client:
            client.sendmail("us@example.org", ["you@example.org"], "Subject: Code\n\n417 228\n")
        process.send_signal(signal.SIGTERM)
        _, told = process.communicate(timeout=10)

    assert told == "smtp 1 to you@example.org: Code\n    417 228\n"


def test_only_models_of_the_price_lists_are_known_by_hand_and_no_key_that_is_refused() -> None:
    with started("openai", "--json", "--gone", "gpt-6.1-sol", "--refuse", "old") as process:
        url = f"{json.loads(first_line(process))['PROVIDERS__OPENAI_URL']}/models"

        def status(model: str, key: str = "new") -> int:
            headers = {"authorization": f"Bearer {key}"}
            return httpx2.get(f"{url}/{model}", headers=headers).status_code

        assert status("gpt-6.1-terra") == 200
        assert status("gpt-9-nope") == status("gpt-6.1-sol") == 404
        assert status("gpt-6.1-terra", "old") == 401


def test_lines_can_be_set_as_they_are() -> None:
    with started("google") as process:
        assert first_line(process).startswith("PROVIDERS__GOOGLE_URL=http://127.0.0.1:")


def test_it_asks_which() -> None:
    with started() as process:
        _, told = process.communicate(timeout=10)

    assert process.returncode == 2
    assert "which? --all, or some of openai" in told
