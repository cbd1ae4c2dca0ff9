"""POST /v1/chat/completions, and GET of those that were kept, by their metadata."""

from threading import Lock
from typing import Any

from tests.standins.language import Answer, Declined, Metered, Unfinished, text_of
from tests.standins.messages import Refusal, Reply, Request, Route, Routes, told
from tests.standins.openai.responses import refuse_bad_metadata
from tests.standins.openai.strict import refuse_loose
from tests.standins.prompt import Prompt, by_role
from tests.standins.server import StandIn

FINISHED = {"max_output_tokens": "length", "content_filter": "content_filter"}
PAGE = 20


class Chat:
    def __init__(self, its: StandIn) -> None:
        self.its = its
        self.kept: list[dict[str, Any]] = []
        self._lock = Lock()

    def routes(self) -> Routes:
        yield Route("POST", "/v1/chat/completions", self.create)
        yield Route("GET", "/v1/chat/completions", self.find)

    def create(self, request: Request) -> Reply:
        body = request.json()
        model = self.its.needs_model(body)
        refuse_bad_metadata(body.get("metadata"))
        prompt = prompt_of(body, model)
        answer = self.its.answers.to(prompt)
        metered = self.its.answers.metered(prompt, text_of(answer))
        done = self._done(request, body, answer, metered)
        if body.get("store"):
            with self._lock:
                self.kept.append({**done, "metadata": body.get("metadata") or {}})
        told_id = {"x-request-id": f"req_{request.number:08d}"}
        return told(done, model=model, billed=metered.usage, headers=told_id)

    def find(self, request: Request) -> Reply:
        """Those whose metadata hold all that is asked for, a page at a time."""
        asked = request.query
        wanted = {
            name.removeprefix("metadata[").removesuffix("]"): it
            for name, it in asked.items()
            if name.startswith("metadata[")
        }
        with self._lock:
            found = [it for it in self.kept if wanted.items() <= it["metadata"].items()]
        if "model" in asked:
            found = [it for it in found if it["model"] == asked["model"]]
        after = [it["id"] for it in found].index(asked["after"]) + 1 if "after" in asked else 0
        limit = int(asked.get("limit", PAGE))
        page = found[after : after + limit]
        return told(
            {
                "object": "list",
                "data": page,
                "first_id": page[0]["id"] if page else "",
                "last_id": page[-1]["id"] if page else "",
                "has_more": len(found) > after + limit,
            }
        )

    def _done(
        self, request: Request, body: dict[str, Any], answer: Answer, metered: Metered
    ) -> dict[str, Any]:
        finish = FINISHED[answer.reason] if isinstance(answer, Unfinished) else "stop"
        declined = isinstance(answer, Declined)
        message: dict[str, Any] = {
            "role": "assistant",
            "content": None if declined else text_of(answer),
            "refusal": text_of(answer) if declined else None,
            "annotations": [],
        }
        choice = {"index": 0, "message": message, "logprobs": None, "finish_reason": finish}
        return {
            "id": f"chatcmpl-{request.number:08d}",
            "object": "chat.completion",
            "created": int(self.its.clock()),
            "model": body["model"],
            "choices": [choice],
            "service_tier": "default",
            "usage": {
                "prompt_tokens": metered.input,
                "completion_tokens": metered.output,
                "total_tokens": metered.input + metered.output,
                "prompt_tokens_details": {
                    "cached_tokens": metered.cached,
                    "cache_write_tokens": 0,
                    "audio_tokens": 0,
                },
                "completion_tokens_details": {
                    "reasoning_tokens": metered.reasoning,
                    "audio_tokens": 0,
                    "accepted_prediction_tokens": 0,
                    "rejected_prediction_tokens": 0,
                },
            },
        }


def prompt_of(body: dict[str, Any], model: str) -> Prompt:
    messages = body.get("messages")
    if not messages:
        raise Refusal(400, "missing_required_parameter", "Missing required parameter: 'messages'.")
    system, user = by_role(messages)
    wanted = body.get("response_format") or {}
    shape = wanted.get("json_schema", {})
    refuse_loose({**shape, "type": wanted.get("type")})
    return Prompt(model, system, user, shape.get("schema"), shape.get("name", ""))
