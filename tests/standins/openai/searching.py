"""What an answer of OpenAI's has besides, where the web was searched for it."""

from collections.abc import Sequence
from typing import Any

from tests.standins.web import TRACKED, Page

SOURCES = "web_search_call.action.sources"
NONE = {
    "input_tokens": 0,
    "input_tokens_details": {"image_tokens": 0, "text_tokens": 0},
    "output_tokens": 0,
    "total_tokens": 0,
}

Found = Sequence[tuple[str, Sequence[Page]]]


def aloud(id: str) -> dict[str, Any]:
    """What a model may say before it searches."""
    said = {"type": "output_text", "text": "I search first.", "annotations": [], "logprobs": []}
    return {
        "type": "message",
        "id": f"msg_{id}_0",
        "status": "completed",
        "role": "assistant",
        "phase": "commentary",
        "content": [said],
    }


def calls(id: str, body: dict[str, Any], found: Found, *, fails: bool) -> list[dict[str, Any]]:
    """One item a search; its sources only where they are asked for."""
    status = "failed" if fails else "completed"
    told = SOURCES in (body.get("include") or ())
    return [
        {
            "type": "web_search_call",
            "id": f"ws_{id}_{n}",
            "status": status,
            "action": _action(query, pages, told=told),
        }
        for n, (query, pages) in enumerate(found)
    ]


def cited(text: str, found: Found) -> list[dict[str, Any]]:
    """Where in the answer a page is named, as the provider names it itself."""
    spans = [(text.find(it.url), it) for _, pages in found for it in pages]
    return [
        {
            "type": "url_citation",
            "start_index": at,
            "end_index": at + len(page.url),
            "title": page.title,
            "url": page.url + TRACKED,
        }
        for at, page in spans
        if at >= 0
    ]


def tool_usage(searches: int) -> dict[str, Any]:
    return {"image_gen": NONE, "web_search": {"num_requests": searches}}


def _action(query: str, pages: Sequence[Page], *, told: bool) -> dict[str, Any]:
    asked = {"type": "search", "query": query, "queries": [query]}
    return {**asked, "sources": [{"type": "url", "url": it.url} for it in pages]} if told else asked
