"""The mail server's password, from a file or the environment, read anew for every letter."""

import os
from pathlib import Path

from processors.errors import NotConfigured

NAME = "SMTP_PASSWORD"
VARIABLES = (NAME, f"{NAME}_FILE")


def smtp_password() -> str:
    """Raises NotConfigured, naming the variables."""
    file = os.environ.get(f"{NAME}_FILE", "")
    try:
        text = Path(file).read_text(encoding="ascii") if file else os.environ.get(NAME, "")
    except (OSError, UnicodeDecodeError):
        text = ""
    if password := text.strip():
        return password
    what = f"{NAME}_FILE holds none" if file else f"set {NAME}_FILE to a file with it, or {NAME}"
    raise NotConfigured(f"SMTP_URL names a user, and there is no password; {what}")
