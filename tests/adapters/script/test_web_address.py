"""Addresses of pages, as strangers tell them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.script.web_address import page, web_address
from domain.research import URL_MAX


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        ("https://example.org", "https://example.org/"),
        ("HTTPS://Example.ORG/A#top", "https://example.org/A"),
        ("https://example.org:443/a?utm_source=openai", "https://example.org/a"),
        ("https://example.org/a?id=7&fbclid=x&UTM_Medium=y", "https://example.org/a?id=7"),
        ("http://example.org:8080/a", "http://example.org:8080/a"),
        ("https://bücher.example/übersicht", "https://bücher.example/übersicht"),
        ("https://en.example.org/wiki/Tide_(sea)", "https://en.example.org/wiki/Tide_(sea)"),
    ],
)
def test_an_address_is_kept_without_what_tracks_its_readers(told: str, kept: str) -> None:
    assert web_address(told) == kept


@pytest.mark.parametrize(
    "told",
    [
        "",
        "example.org/a",
        "javascript:alert(1)",
        "data:text/html,<b>x</b>",
        "ftp://example.org/a",
        "file:///etc/passwd",
        "//example.org/a",
        "https://user:secret@example.org/",
        "https://user@example.org/",
        "https://localhost/",
        "https://127.0.0.1/",
        "https://[::1]/",
        "https://example/",
        "https://example.org:99999/",
        "https://example.org:x/",
        "https://example.org/a b",
        "https://example.org/a\nb",
        "https://example.org\t/a",
        'https://example.org/"onclick="x',
        "https://example.org/<script>",
        "https://example.org\\@evil.example.com/",
        f"https://example.org/{'a' * URL_MAX}",
    ],
)
def test_what_is_no_page_is_dropped(told: str) -> None:
    assert web_address(told) is None


def test_a_page_is_known_again_however_it_is_written() -> None:
    told = ("https://example.org/a%20b/", "https://EXAMPLE.org/a%20b?utm_source=openai#c")
    assert len({page(web_address(it) or "") for it in told}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://example.org/a", "http://example.org/a"),
        ("https://example.org/a", "https://www.example.org/a"),
        ("https://example.org/a", "https://example.org/A"),
        ("https://example.org/a?id=1", "https://example.org/a?id=2"),
    ],
)
def test_another_page_is_another(one: str, other: str) -> None:
    assert page(web_address(one) or "") != page(web_address(other) or "")


@given(st.text(max_size=60), st.sampled_from(["", "https://", "https://example.org/", "data:"]))
def test_whatever_is_kept_is_kept_the_same_again(text: str, begun: str) -> None:
    kept = web_address(begun + text)
    assert kept is None or (web_address(kept) == kept and len(kept) <= URL_MAX)
