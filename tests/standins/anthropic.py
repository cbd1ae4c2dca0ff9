"""Anthropic's messages: text, a JSON shape, or the call of a tool."""

from typing import Any

from domain.prices import Usage
from tests.standins import anthropic_search as searching
from tests.standins import web
from tests.standins.language import Answer, Declined, Metered, Unfinished, text_of
from tests.standins.listed import listed
from tests.standins.messages import Refusal, Reply, Request, Route, Routes, told
from tests.standins.prompt import Prompt, by_role, content_text
from tests.standins.server import StandIn

SEARCHES_MAX = 10
STOPS = {"content_filter": "refusal", "pause_turn": "pause_turn"}
TYPES = {
    400: "invalid_request_error",
    401: "authentication_error",
    402: "billing_error",
    403: "permission_error",
    404: "not_found_error",
    413: "request_too_large",
    429: "rate_limit_error",
    500: "api_error",
    504: "timeout_error",
    529: "overloaded_error",
}


class Anthropic(StandIn):
    """POST /v1/messages and GET /v1/models; the key comes as a bearer's or as `x-api-key`."""

    name = "anthropic"
    gone_from_the_start = ("claude-2", "claude-2.1", "claude-instant-1.2")

    def routes(self) -> Routes:
        yield Route("POST", "/v1/messages", self.create)
        yield Route("GET", "/v1/models", self.listed)

    def key_of(self, request: Request) -> str:
        return request.headers.get("x-api-key") or super().key_of(request)

    def usual_code(self, status: int) -> str:
        return TYPES.get(status, "api_error")

    def wording(self, refusal: Refusal) -> object:
        """The type follows from the status alone, unless a test names another."""
        known = refusal.code if refusal.code in TYPES.values() else self.usual_code(refusal.status)
        error = {"type": known, "message": refusal.message}
        return {"type": "error", "error": error, "request_id": "req_refused"}

    def create(self, request: Request) -> Reply:
        body = request.json()
        model = self.needs_model(body)
        if not isinstance(body.get("max_tokens"), int) or body["max_tokens"] < 1:
            raise Refusal(400, "invalid_request_error", "max_tokens: Field required")
        prompt = prompt_of(body, model)
        answer = self.answers.to(prompt)
        tool = searching.tool_of(body)
        found = self.answers.web.found(prompt, tool.get("max_uses") or SEARCHES_MAX) if tool else []
        metered = self.answers.metered(prompt, text_of(answer), web.text_of(found))
        done = _done(request, body, answer, metered)
        billed = 0 if self.answers.web.fails else len(found)
        if found:
            done["content"] = [*searching.blocks(request.number, found, billed), *done["content"]]
            done["usage"]["server_tool_use"] = searching.usage(billed)
        searches = (Usage("web_search", billed),) if billed else ()
        told_id = {"request-id": f"req_{request.number:08d}"}
        return told(done, model=model, billed=(*metered.usage, *searches), headers=told_id)

    def listed(self, _: Request) -> Reply:
        created, names = "2026-09-01T00:00:00Z", sorted(listed(self.name))
        data = [
            {
                "type": "model",
                "id": it,
                "display_name": it,
                "created_at": created,
                "lifecycle": "retired" if it in self.gone else "active",
            }
            for it in names
        ]
        ends = {"first_id": names[0], "last_id": names[-1]}
        return told({"data": data, "has_more": False, **ends})


def prompt_of(body: dict[str, Any], model: str) -> Prompt:
    messages = body.get("messages")
    if not messages or messages[0].get("role") != "user":
        raise Refusal(400, "invalid_request_error", "messages: begins with the user's")
    _, user = by_role(messages)
    system, tool = content_text(body.get("system") or ""), called_tool(body)
    if tool:
        return Prompt(model, system, user, tool["input_schema"], tool["name"])
    shape = (body.get("output_config") or {}).get("format") or {}
    return Prompt(model, system, user, shape.get("schema"))


def called_tool(body: dict[str, Any]) -> dict[str, Any] | None:
    """The tool of the client's that has to be called, or that is there to answer a search with."""
    choice = body.get("tool_choice") or {}
    tools = [it for it in body.get("tools") or () if "input_schema" in it]
    if searching.tool_of(body) and tools:
        return dict(tools[0])
    if choice.get("type") == "any" and tools:
        return dict(tools[0])
    named = (it for it in tools if choice.get("type") == "tool" and it["name"] == choice["name"])
    return next((dict(it) for it in named), None)


def _done(
    request: Request, body: dict[str, Any], answer: Answer, metered: Metered
) -> dict[str, Any]:
    """Cached tokens are not among `input_tokens` here."""
    tool = called_tool(body) if isinstance(answer, dict) else None
    said: dict[str, Any] = {"type": "text", "text": text_of(answer), "citations": None}
    if tool:
        id = f"toolu_{request.number:08d}"
        said = {"type": "tool_use", "id": id, "name": tool["name"], "input": answer}
    return {
        "id": f"msg_{request.number:08d}",
        "type": "message",
        "role": "assistant",
        "model": body["model"],
        "content": [said],
        "stop_reason": "tool_use" if tool else _stop_reason(answer),
        "stop_sequence": None,
        "usage": {
            "input_tokens": metered.input - metered.cached,
            "cache_creation_input_tokens": 0,
            "cache_read_input_tokens": metered.cached,
            "cache_creation": {"ephemeral_5m_input_tokens": 0, "ephemeral_1h_input_tokens": 0},
            "output_tokens": metered.output,
            "server_tool_use": None,
            "service_tier": "standard",
        },
    }


def _stop_reason(answer: Answer) -> str:
    if isinstance(answer, Declined):
        return "refusal"
    if isinstance(answer, Unfinished):
        return STOPS.get(answer.reason, "max_tokens")
    return "end_turn"
