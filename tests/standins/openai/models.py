"""GET /v1/models and /v1/models/{id}: what a key may use."""

from typing import Any

from tests.standins.messages import Refusal, Reply, Request, Route, Routes, told
from tests.standins.server import StandIn

CREATED_UNIX = 1_790_000_000


class Models:
    def __init__(self, its: StandIn) -> None:
        self.its = its

    def routes(self) -> Routes:
        yield Route("GET", "/v1/models", self.listed)
        yield Route("GET", "/v1/models/{id}", self.one)

    def listed(self, _: Request) -> Reply:
        data = [model(it) for it in sorted(self.its.all_listed)]
        return told({"object": "list", "data": data})

    def one(self, _: Request, id: str) -> Reply:
        if not self.its.has(id):
            raise Refusal(404, "model_not_found", f"The model '{id}' does not exist.")
        return told(model(id))


def model(id: str) -> dict[str, Any]:
    return {"id": id, "object": "model", "created": CREATED_UNIX, "owned_by": "system"}
