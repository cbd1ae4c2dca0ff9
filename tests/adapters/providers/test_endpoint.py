"""How real a provider's answers are, by its address."""

import pytest

from adapters.providers.endpoint import Endpoint, mode_of
from domain.mode import Mode
from processors.errors import NotConfigured


@pytest.mark.parametrize(
    ("provider", "base_url", "mode"),
    [
        ("openai", "https://api.openai.com/v1", Mode.LIVE),
        ("elevenlabs", "https://api.elevenlabs.io", Mode.LIVE),
        ("openai", "http://127.0.0.1:9101/v1", Mode.SIMULATED),
        ("anthropic", "http://localhost:9102", Mode.SIMULATED),
        ("google", "http://[::1]:9103", Mode.SIMULATED),
        ("compatible", "http://127.0.0.1:11434/v1", Mode.OFFLINE),
        ("compatible", "https://models.example.org/v1", Mode.LIVE),
    ],
)
def test_the_mode_follows_from_the_host(provider: str, base_url: str, mode: Mode) -> None:
    assert mode_of(provider, base_url) is mode


@pytest.mark.parametrize(
    ("provider", "base_url"),
    [
        ("openai", "http://api.openai.com/v1"),
        ("openai", "https://api.openai.com.example.org/v1"),
        ("openai", "https://example.org"),
        ("compatible", "http://example.org/v1"),
        ("unheard-of", "https://example.org"),
    ],
)
def test_another_address_is_refused_by_name(provider: str, base_url: str) -> None:
    with pytest.raises(NotConfigured, match=base_url):
        Endpoint(provider, base_url, lambda: "a key")


def test_a_key_is_not_shown() -> None:
    told = repr(Endpoint("openai", "https://api.openai.com/v1", lambda: "sk-a-canary"))

    assert "canary" not in told
    assert "key" not in told
