"""What an answer of Anthropic's has besides, where its server searched the web for it."""

from base64 import b64encode
from typing import Any

from tests.standins.web import Found, Page, is_asked

CITED_CHARACTERS_MAX = 150


def tool_of(body: dict[str, Any]) -> dict[str, Any] | None:
    """The server's tool, where a request brings it."""
    return next((it for it in body.get("tools") or () if is_asked({"tools": [it]})), None)


def blocks(number: int, found: Found, billed: int) -> list[dict[str, Any]]:
    """Each search with what it found, and then a sentence with its citations."""
    told: list[dict[str, Any]] = []
    for n, (query, pages) in enumerate(found):
        id = f"srvtoolu_{number:08d}{n}"
        told.append(
            {
                "type": "server_tool_use",
                "id": id,
                "name": "web_search",
                "input": {"query": query},
                "caller": {"type": "direct"},
            }
        )
        told.append(
            {
                "type": "web_search_tool_result",
                "tool_use_id": id,
                "caller": {"type": "direct"},
                "content": [_result(it) for it in pages] if billed else _error(),
            }
        )
    cited = [_cited(it) for _, pages in found for it in pages]
    return [*told, {"type": "text", "text": "The facts follow.", "citations": cited or None}]


def usage(billed: int) -> dict[str, int]:
    return {"web_search_requests": billed, "web_fetch_requests": 0}


def _result(page: Page) -> dict[str, Any]:
    return {
        "type": "web_search_result",
        "url": page.url,
        "title": page.title,
        "encrypted_content": b64encode(page.text.encode()).decode(),
        "page_age": None,
    }


def _error() -> dict[str, str]:
    return {"type": "web_search_tool_result_error", "error_code": "unavailable"}


def _cited(page: Page) -> dict[str, Any]:
    return {
        "type": "web_search_result_location",
        "url": page.url,
        "title": page.title,
        "encrypted_index": b64encode(page.title.encode()).decode(),
        "cited_text": page.text[:CITED_CHARACTERS_MAX],
    }
