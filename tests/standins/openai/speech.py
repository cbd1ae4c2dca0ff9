"""POST /v1/audio/speech: bytes of sound, no usage in them and no alignment."""

from domain.prices import Usage
from tests.standins.messages import Refusal, Reply, Request, Route, Routes
from tests.standins.server import StandIn
from tests.standins.speaking import encoded

CHARACTERS_MAX = 4096
RATE_HZ = 24_000
TYPES = {
    "mp3": "audio/mpeg",
    "opus": "audio/opus",
    "aac": "audio/aac",
    "flac": "audio/flac",
    "wav": "audio/wav",
    "pcm": "audio/pcm",
}
VOICES = (
    *("alloy", "ash", "ballad", "coral", "echo", "fable", "onyx"),
    *("nova", "sage", "shimmer", "verse", "marin", "cedar"),
)


class Speech:
    def __init__(self, its: StandIn) -> None:
        self.its = its

    def routes(self) -> Routes:
        yield Route("POST", "/v1/audio/speech", self.create)

    def create(self, request: Request) -> Reply:
        body = request.json()
        model, text = self.its.needs_model(body), body.get("input")
        if not text or not isinstance(text, str) or len(text) > CHARACTERS_MAX:
            raise Refusal(400, "string_above_max_length", "input: 1 to 4096 characters.")
        if body.get("voice") not in VOICES:
            raise Refusal(400, "invalid_value", f"Invalid voice; one of {', '.join(VOICES)}.")
        form = body.get("response_format") or "mp3"
        if form not in TYPES:
            raise Refusal(400, "invalid_value", f"Invalid response_format: {form}.")
        return Reply(
            encoded(self.its.speak(text, "en"), form, 48_000 if form == "opus" else RATE_HZ),
            content_type=TYPES[form],
            model=model,
            billed=(Usage("character", len(text)),),
            headers={"x-request-id": f"req_{request.number:08d}"},
        )
