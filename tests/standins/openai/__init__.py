"""OpenAI as its published API shows it, and any server that speaks its chat dialect alone."""

from tests.standins.messages import Refusal, Routes
from tests.standins.openai.chat import Chat
from tests.standins.openai.images import Images
from tests.standins.openai.models import Models
from tests.standins.openai.moderations import Moderations
from tests.standins.openai.responses import Responses
from tests.standins.openai.speech import Speech
from tests.standins.server import StandIn

CODES = {
    400: "invalid_value",
    401: "invalid_api_key",
    403: "unsupported_country_region_territory",
    404: "model_not_found",
    429: "rate_limit_exceeded",
    500: "server_error",
    503: "server_is_overloaded",
}
TYPES = {
    401: "authentication_error",
    403: "permission_error",
    429: "rate_limit_error",
    500: "server_error",
    503: "server_error",
}
FUNDS = {
    "insufficient_quota",
    "credit_balance_exhausted",
    "project_spend_limit_exceeded",
    "organization_spend_limit_exceeded",
    "organization_usage_limit_exceeded",
}
"""Codes whose `type` is insufficient_quota."""


class OpenAI(StandIn):
    """Responses, chat completions, moderations, images and speech."""

    name = "openai"
    base_path = "/v1"
    beside: tuple[str, ...] = ("tts-2",)
    gone_from_the_start = ("gpt-4", "gpt-3.5-turbo", "gpt-image-1", "dall-e-2", "dall-e-3")

    def __init__(self, port: int = 0) -> None:
        super().__init__(port)
        self._parts = (
            *(Responses(self), Chat(self), Moderations(self)),
            *(Images(self), Speech(self), Models(self)),
        )

    def routes(self) -> Routes:
        for it in self._parts:
            yield from it.routes()

    def usual_code(self, status: int) -> str:
        return CODES.get(status, "invalid_request")

    def wording(self, refusal: Refusal) -> object:
        kind = TYPES.get(refusal.status, "invalid_request_error")
        if refusal.code in FUNDS:
            kind = "insufficient_quota"
        return {
            "error": {
                "message": refusal.message,
                "type": kind,
                "param": None,
                "code": refusal.code,
            }
        }


class Compatible(OpenAI):
    """A local server: chat completions and its models, nothing else; nothing is kept there."""

    name = "compatible"
    beside = ("gpt-6.1-terra", "llama-3.3-70b")

    def __init__(self, port: int = 0) -> None:
        super().__init__(port)
        self._chat, self._models = Chat(self), Models(self)

    def routes(self) -> Routes:
        yield from (it for it in self._chat.routes() if it.method == "POST")
        yield from self._models.routes()
