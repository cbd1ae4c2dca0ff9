"""Providers' keys: from files or the environment, read anew at every call, and told to nobody.

A file's key may change while programs run. No key is a setting, so that none is ever shown
among them.
"""

import os
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from stat import S_ISREG

from processors.errors import NotConfigured

KEY_MAX_BYTES = 4_096
MODE = 0o777
KEYLESS = frozenset({"compatible"})
"""A server of the owner's own may want none."""


PROVIDERS = ("openai", "anthropic", "elevenlabs", "google", "compatible")


def variable(provider: str) -> str:
    return f"{provider.upper()}_API_KEY"


def variables() -> list[str]:
    """Every name under which a key is looked for."""
    return [name for it in PROVIDERS for name in (variable(it), f"{variable(it)}_FILE")]


def source(provider: str) -> str:
    """The variable that names this provider's key, or the file with it; empty where none does."""
    name = variable(provider)
    return next((it for it in (f"{name}_FILE", name) if os.environ.get(it, "").strip()), "")


def file_mode(provider: str) -> int | None:
    """Who may read the file that the key is in; None where it comes from no file that is there."""
    file = os.environ.get(f"{variable(provider)}_FILE", "")
    return Path(file).stat().st_mode & MODE if file and Path(file).exists() else None


def fault(provider: str) -> str | None:
    """Why the provider has no key, in a sentence."""
    try:
        _read(provider)
    except NotConfigured as missing:
        return missing.sentence
    return None


def key_of(provider: str) -> Callable[[], str]:
    """What gives this provider's key. It raises NotConfigured, naming the variables."""

    def key() -> str:
        return _read(provider)

    return key


def fingerprint(provider: str) -> str:
    """Eight digits of the key's SHA-256: tells one key from another, and nothing of it."""
    try:
        return sha256(_read(provider).encode()).hexdigest()[:8]
    except NotConfigured:
        return ""


def is_set(provider: str) -> bool:
    try:
        return bool(_read(provider))
    except NotConfigured:
        return False


def _read(provider: str) -> str:
    name = variable(provider)
    file = os.environ.get(f"{name}_FILE", "")
    key = _from_file(Path(file), name) if file else os.environ.get(name, "").strip()
    if key or provider in KEYLESS:
        return key or "none"
    raise NotConfigured(f"{provider} has no key; set {name}_FILE to a file with it, or {name}")


def _from_file(file: Path, name: str) -> str:
    """A pipe is refused: a read of it waits for whoever writes, and a key is read at every call."""
    try:
        opened = os.open(file, os.O_RDONLY | os.O_NONBLOCK)
        try:
            if not S_ISREG(os.fstat(opened).st_mode):
                raise NotConfigured(f"{name}_FILE is no regular file; name a file with the key")
            data = os.read(opened, KEY_MAX_BYTES + 1)
        finally:
            os.close(opened)
    except OSError as fault:
        raise NotConfigured(
            f"{name}_FILE cannot be read ({fault.strerror}); name a file with the key"
        ) from None
    if len(data) > KEY_MAX_BYTES:
        raise NotConfigured(f"{name}_FILE has more than {KEY_MAX_BYTES:,} bytes; no key has")
    try:
        key = data.decode("ascii").strip()
    except UnicodeDecodeError:
        key = ""
    if not key or not key.isprintable() or " " in key:
        raise NotConfigured(f"{name}_FILE holds no key; it should have one line, the key alone")
    return key
