"""GET /v1/models and /v1/models/{id}: what a key may use; whatever is not gone is there."""

from typing import Any

from tests.standins.messages import Refusal, Reply, Request, Route, Routes, told
from tests.standins.server import StandIn

NAMES = ("gpt-6.1-terra", "gpt-6.1-sol", "gpt-image-2.5-flare", "omni-moderation-latest", "tts-2")
CREATED_UNIX = 1_790_000_000


class Models:
    def __init__(self, its: StandIn) -> None:
        self.its = its

    def routes(self) -> Routes:
        yield Route("GET", "/v1/models", self.listed)
        yield Route("GET", "/v1/models/{id}", self.one)

    def listed(self, _: Request) -> Reply:
        data = [model(it) for it in NAMES if it not in self.its.gone]
        return told({"object": "list", "data": data})

    def one(self, _: Request, id: str) -> Reply:
        if id in self.its.gone:
            raise Refusal(404, "model_not_found", f"The model '{id}' does not exist.")
        return told(model(id))


def model(id: str) -> dict[str, Any]:
    return {"id": id, "object": "model", "created": CREATED_UNIX, "owned_by": "system"}
