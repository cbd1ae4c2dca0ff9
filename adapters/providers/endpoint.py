"""Where a provider is asked, with which key, and how real that makes its answers.

The mode follows from the host alone, so that nobody can pass simulated work off as live.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from ipaddress import ip_address
from types import MappingProxyType
from urllib.parse import urlsplit

from domain.mode import Mode
from processors.errors import NotConfigured

LOCAL = "compatible"
"""Any server that speaks the chat dialect: on this machine it is the owner's own."""

HOSTS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "openai": ("api.openai.com", "eu.api.openai.com", "us.api.openai.com"),
        "anthropic": ("api.anthropic.com",),
        "elevenlabs": (
            "api.elevenlabs.io",
            "api.us.elevenlabs.io",
            "api.eu.residency.elevenlabs.io",
        ),
        "google": ("texttospeech.googleapis.com", "eu-texttospeech.googleapis.com"),
    }
)
"""The hosts at which each provider itself answers; anything else is not the provider."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One provider at one address. `key` is asked for at every call: keys change while we run.

    Raises NotConfigured where the address can be neither the provider's nor a stand-in's.
    """

    provider: str
    base_url: str
    key: Callable[[], str] = field(repr=False)
    timeout_s: float = 120.0

    def __post_init__(self) -> None:
        mode_of(self.provider, self.base_url)

    @property
    def mode(self) -> Mode:
        return mode_of(self.provider, self.base_url)


def mode_of(provider: str, base_url: str) -> Mode:
    """Live at the provider's own hosts by TLS, simulated on this machine; else refused."""
    parts = urlsplit(base_url)
    host = parts.hostname or ""
    if provider == LOCAL:
        return _own(base_url, host, secure=parts.scheme == "https")
    if parts.scheme == "https" and host in HOSTS.get(provider, ()):
        return Mode.LIVE
    if is_here(host):
        return Mode.SIMULATED
    own = " or ".join(f"https://{it}" for it in HOSTS.get(provider, ())) or "none that is known"
    raise NotConfigured(f"{base_url} is no address of {provider}; it answers at {own}")


def is_here(host: str) -> bool:
    """Whether a host is this machine, without asking the network."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _own(base_url: str, host: str, *, secure: bool) -> Mode:
    if is_here(host):
        return Mode.OFFLINE
    if secure and host:
        return Mode.LIVE
    raise NotConfigured(f"{base_url} has to be on this machine, or begin with https://")
