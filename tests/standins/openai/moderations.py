"""POST /v1/moderations: flags what holds a word of `BAD_WORDS`, so that a test can be refused."""

from typing import Any

from domain.prices import Usage
from tests.standins.messages import Refusal, Reply, Request, Route, Routes, told
from tests.standins.prompt import content_text
from tests.standins.server import StandIn

CATEGORIES = (
    "harassment",
    "harassment/threatening",
    "hate",
    "hate/threatening",
    "illicit",
    "illicit/violent",
    "self-harm",
    "self-harm/instructions",
    "self-harm/intent",
    "sexual",
    "sexual/minors",
    "violence",
    "violence/graphic",
)
BAD_WORDS = {
    "flag-hate": "hate",
    "flag-violence": "violence",
    "flag-sexual": "sexual",
    "flag-harm": "self-harm",
    "flag-illicit": "illicit",
}
LOW, HIGH = 0.0001, 0.97


class Moderations:
    def __init__(self, its: StandIn) -> None:
        self.its = its

    def routes(self) -> Routes:
        yield Route("POST", "/v1/moderations", self.create)

    def create(self, request: Request) -> Reply:
        body = {"model": "omni-moderation-latest", **request.json()}
        model = self.its.needs_model(body)
        asked = body.get("input")
        if not asked:
            raise Refusal(400, "missing_required_parameter", "Missing required parameter: 'input'.")
        strings = [asked] if isinstance(asked, str) else asked
        texts = strings if isinstance(strings[0], str) else [content_text(strings)]
        return told(
            {
                "id": f"modr-{request.number:08d}",
                "model": model,
                "results": [result(it) for it in texts],
            },
            model=model,
            billed=(Usage("moderation", len(texts)),),
            headers={"x-request-id": f"req_{request.number:08d}"},
        )


def result(text: str) -> dict[str, Any]:
    found = {category for word, category in BAD_WORDS.items() if word in text.lower()}
    return {
        "flagged": bool(found),
        "categories": {it: it in found for it in CATEGORIES},
        "category_scores": {it: HIGH if it in found else LOW for it in CATEGORIES},
        "category_applied_input_types": {it: ["text"] for it in CATEGORIES},
    }
