"""POST /v1/responses and GET /v1/responses/{id}: at once, or in the background."""

from dataclasses import dataclass
from math import inf
from threading import Lock
from typing import Any

from domain.prices import Usage
from tests.standins import web
from tests.standins.language import Answer, Declined, Metered, Unfinished, text_of
from tests.standins.messages import Refusal, Reply, Request, Route, Routes, told
from tests.standins.openai import searching
from tests.standins.openai.strict import refuse_loose
from tests.standins.prompt import Prompt, by_role
from tests.standins.server import StandIn

SEARCHES_MAX = 10
METADATA_PAIRS, METADATA_KEY, METADATA_VALUE = 16, 64, 512


@dataclass
class Kept:
    """An answer, how often it will still be found unfinished, and until when it is found."""

    body: dict[str, Any]
    polls_left: int
    until_unix: float


class Responses:
    """`polls` is how often a background answer is found in progress before it is done.

    What is not stored is kept for ten minutes where it was made in the background, else not.
    """

    polls = 1
    kept_s = 600.0

    def __init__(self, its: StandIn) -> None:
        self.its = its
        self.kept: dict[str, Kept] = {}
        self._lock = Lock()

    def routes(self) -> Routes:
        yield Route("POST", "/v1/responses", self.create)
        yield Route("GET", "/v1/responses/{id}", self.retrieve)

    def create(self, request: Request) -> Reply:
        body = request.json()
        model = self.its.needs_model(body)
        refuse_bad_metadata(body.get("metadata"))
        prompt = prompt_of(body, model)
        answer = self.its.answers.to(prompt)
        found = self._found(prompt, body)
        metered = self.its.answers.metered(prompt, text_of(answer), web.text_of(found))
        done = self._done(request, body, answer, metered)
        billed = (*metered.usage, *self._searched(request, body, done, found))
        behind, stored = bool(body.get("background")), body.get("store", True)
        if behind or stored:
            until_unix = inf if stored else self.its.clock() + self.kept_s
            with self._lock:
                self.kept[done["id"]] = Kept(done, self.polls if behind else 0, until_unix)
        return told(
            _unfinished(done, "queued") if behind else done,
            model=model,
            billed=billed,
            headers={"x-request-id": f"req_{request.number:08d}"},
        )

    def retrieve(self, request: Request, id: str) -> Reply:
        with self._lock:
            kept = self.kept.get(id)
            if kept is None or self.its.clock() > kept.until_unix:
                raise Refusal(404, "not_found", f"Response with id '{id}' not found.")
            waiting, kept.polls_left = kept.polls_left > 0, max(kept.polls_left - 1, 0)
        told_id = {"x-request-id": f"req_{request.number:08d}"}
        return told(
            _unfinished(kept.body, "in_progress") if waiting else kept.body, headers=told_id
        )

    def _found(self, prompt: Prompt, body: dict[str, Any]) -> web.Found:
        if not web.is_asked(body):
            return []
        return self.its.answers.web.found(prompt, body.get("max_tool_calls") or SEARCHES_MAX)

    def _searched(
        self, request: Request, body: dict[str, Any], done: dict[str, Any], found: web.Found
    ) -> tuple[Usage, ...]:
        """Puts what was searched before what was said; its bill. A failed search costs nothing."""
        if not found:
            return ()
        fails = self.its.answers.web.fails
        message = done["output"][0]
        for part in message["content"]:
            if part["type"] == "output_text":
                part["annotations"] = searching.cited(part["text"], found)
        id = f"{request.number:016x}"
        aloud = searching.aloud(id)
        done["output"] = [aloud, *searching.calls(id, body, found, fails=fails), message]
        billed = 0 if fails else len(found)
        done["tool_usage"] = searching.tool_usage(billed)
        return (Usage("web_search", billed),) if billed else ()

    def _done(
        self, request: Request, body: dict[str, Any], answer: Answer, metered: Metered
    ) -> dict[str, Any]:
        now = int(self.its.clock())
        cut = {"reason": answer.reason} if isinstance(answer, Unfinished) else None
        id = f"{request.number:016x}"
        return {
            **_echoed(body),
            "id": f"resp_{id}",
            "object": "response",
            "created_at": now,
            "completed_at": None if cut else now,
            "status": "incomplete" if cut else "completed",
            "error": None,
            "incomplete_details": cut,
            "output": [_message(id, answer)],
            "usage": {
                "input_tokens": metered.input,
                "input_tokens_details": {
                    "cached_tokens": metered.cached,
                    "cache_write_tokens": 0,
                },
                "output_tokens": metered.output,
                "output_tokens_details": {"reasoning_tokens": metered.reasoning},
                "total_tokens": metered.input + metered.output,
            },
        }


def prompt_of(body: dict[str, Any], model: str) -> Prompt:
    asked = body.get("input")
    if not asked:
        raise Refusal(400, "missing_required_parameter", "Missing required parameter: 'input'.")
    rules, rest = ("", asked) if isinstance(asked, str) else by_role(asked)
    shape = body.get("text", {}).get("format", {})
    refuse_loose(shape)
    system = "\n".join(it for it in (body.get("instructions") or "", rules) if it)
    return Prompt(model, system, rest, shape.get("schema"), shape.get("name", ""))


def refuse_bad_metadata(metadata: object) -> None:
    """At most 16 pairs, keys of 64 and values of 512 characters."""
    if metadata is None:
        return
    if not isinstance(metadata, dict) or len(metadata) > METADATA_PAIRS:
        raise Refusal(400, "invalid_value", "metadata: at most 16 pairs.")
    for key, value in metadata.items():
        if not isinstance(value, str) or len(key) > METADATA_KEY or len(value) > METADATA_VALUE:
            raise Refusal(400, "invalid_value", f"metadata.{key}: a text of 512 at most.")


def _echoed(body: dict[str, Any]) -> dict[str, Any]:
    """What an answer repeats of its request, with the usual values of what was left out."""
    usual: dict[str, Any] = {
        "instructions": None,
        "max_output_tokens": None,
        "max_tool_calls": None,
        "metadata": {},
        "parallel_tool_calls": True,
        "previous_response_id": None,
        "reasoning": {"effort": None, "summary": None},
        "store": True,
        "background": False,
        "temperature": 1,
        "text": {"format": {"type": "text"}},
        "tool_choice": "auto",
        "tools": [],
        "top_p": 1,
        "truncation": "disabled",
    }
    asked = {name: it for name in usual if (it := body.get(name)) is not None}
    tier = body.get("service_tier") or "default"
    return {**usual, **asked, "model": body["model"], "service_tier": tier}


def _message(id: str, answer: Answer) -> dict[str, Any]:
    said: dict[str, Any] = {
        "type": "output_text",
        "text": text_of(answer),
        "annotations": [],
        "logprobs": [],
    }
    if isinstance(answer, Declined):
        said = {"type": "refusal", "refusal": answer.sentence}
    return {
        "type": "message",
        "id": f"msg_{id}",
        "status": "incomplete" if isinstance(answer, Unfinished) else "completed",
        "role": "assistant",
        "content": [said],
    }


def _unfinished(done: dict[str, Any], status: str) -> dict[str, Any]:
    bare = {name: it for name, it in done.items() if name != "usage"}
    return {
        **bare,
        "status": status,
        "output": [],
        "completed_at": None,
        "incomplete_details": None,
    }
