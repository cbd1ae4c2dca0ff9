"""Addresses of pages on the web, as providers and models tell them: what is one, and which are one.

Whatever is no plain address of a named host is dropped: other schemes, passwords, numbers for
hosts, signs that no address has (RFC 3986), more than 2,000 characters.
"""

import re
from urllib.parse import SplitResult, unquote, urlsplit

from domain.research import URL_MAX

SCHEMES = {"http": 80, "https": 443}
FORBIDDEN = re.compile(r"[\s\x00-\x20\x7f-\x9f<>\"\\^`{}|]")
HOST = re.compile(r"(?=.{4,253}$)(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)+[^\W\d_][\w-]{0,61}[^\W_]")
TRACKING = re.compile(r"(?:utm_\w*|fbclid|gclid|msclkid|mc_[ce]id|ref_src)(?:=|$)", re.IGNORECASE)


def web_address(text: str) -> str | None:
    """Without fragment and what tracks readers; None where it is no page's."""
    if len(text) > URL_MAX or FORBIDDEN.search(text):
        return None
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        return None
    host = (parts.hostname or "").rstrip(".")
    if parts.scheme not in SCHEMES or "@" in parts.netloc or not HOST.fullmatch(host):
        return None
    at = "" if port in (None, SCHEMES[parts.scheme]) else f":{port}"
    return SplitResult(parts.scheme, f"{host}{at}", parts.path or "/", _query(parts), "").geturl()


def page(address: str) -> str:
    """The same for the same page, of what `web_address` gave."""
    parts = urlsplit(address)
    path = unquote(parts.path).rstrip("/")
    return f"{parts.scheme}://{parts.netloc}{path}?{parts.query}"


def _query(parts: SplitResult) -> str:
    return "&".join(it for it in parts.query.split("&") if it and not TRACKING.match(it))
