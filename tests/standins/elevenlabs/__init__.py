"""ElevenLabs: speech with the time of every character, what it cost, and what was made before."""

import re
from base64 import b64encode
from typing import Any

from domain.prices import Usage
from tests.standins.elevenlabs.account import model, subscription, voice
from tests.standins.elevenlabs.history import Made, alignment, item
from tests.standins.messages import Refusal, Reply, Request, Route, Routes, told
from tests.standins.server import StandIn
from tests.standins.speaking import encoded

CODES = {
    400: "invalid_request",
    401: "invalid_api_key",
    402: "payment_required",
    403: "missing_permissions",
    404: "voice_not_found",
    422: "validation_error",
    429: "too_many_concurrent_requests",
    500: "internal_server_error",
    503: "system_busy",
}
FORMAT = re.compile(r"(mp3|pcm|wav|opus)_(\d+)(?:_(\d+))?")
TYPES = {"mp3": "audio/mpeg", "pcm": "audio/pcm", "wav": "audio/wav", "opus": "audio/opus"}
CHARACTERS_MAX = {
    "eleven_multilingual_v2": 10_000,
    "eleven_v3": 5_000,
    "eleven_v4_turbo": 5_000,
    "eleven_flash_v2_5": 40_000,
}
CHARACTERS_MAX_ELSE = 40_000
VOICE_ID = re.compile(r"[A-Za-z0-9]{20}")
REFUSED_WORD = "flag-speech"
"""A text with this word is refused for its content."""

PAGE, PAGE_MAX = 100, 1_000


class ElevenLabs(StandIn):
    """`concurrent_max` calls at once, then 429; `character_limit` a month, then no credits.

    A voice is one of `voices`, or, but `by_list`, any id of the usual form; never one of
    `gone_voices`.
    """

    name = "elevenlabs"
    gone_from_the_start = ("eleven_monolingual_v1",)

    def __init__(self, port: int = 0) -> None:
        super().__init__(port)
        self.history: list[Made] = []
        self.voices = {"Narrat0rOfTheStandIn": "Narrator", "SecondOfTheStandInsX": "Second"}
        self.gone_voices: set[str] = set()
        self.character_limit = 10_000_000
        self.concurrent_max = 10

    def routes(self) -> Routes:
        yield Route("POST", "/v1/text-to-speech/{voice}/with-timestamps", self.timed)
        yield Route("POST", "/v1/text-to-speech/{voice}", self.bare)
        yield Route("GET", "/v1/history", self.found)
        yield Route("GET", "/v1/history/{id}", self.item)
        yield Route("GET", "/v1/history/{id}/audio", self.audio)
        yield Route("GET", "/v1/voices", self.all_voices)
        yield Route("GET", "/v2/voices", self.search_voices)
        yield Route("GET", "/v1/voices/{id}", self.one_voice)
        yield Route("GET", "/v1/user/subscription", self.plan)
        yield Route("GET", "/v1/models", self.models)

    def key_of(self, request: Request) -> str:
        return request.headers.get("xi-api-key", "")

    def usual_code(self, status: int) -> str:
        return CODES.get(status, "internal_server_error")

    def wording(self, refusal: Refusal) -> object:
        if refusal.status == 422:
            loc = ["body", refusal.code]
            return {"detail": [{"loc": loc, "msg": refusal.message, "type": "value_error"}]}
        return {"detail": {"status": refusal.code, "message": refusal.message}}

    @property
    def used(self) -> int:
        """Characters of all that was made."""
        return sum(len(it.text) for it in self.history)

    # Speech

    def timed(self, request: Request, voice_id: str) -> Reply:
        made = self._made(request, voice_id)
        times = alignment(made.text, made.spoken)
        answer = {
            "audio_base64": b64encode(made.audio).decode(),
            "alignment": times,
            "normalized_alignment": times,
        }
        return told(answer, **self._billed(made))

    def bare(self, request: Request, voice_id: str) -> Reply:
        made = self._made(request, voice_id)
        return Reply(made.audio, content_type=made.content_type, **self._billed(made))

    def _billed(self, made: Made) -> dict[str, Any]:
        headers = {
            "request-id": made.request_id,
            "history-item-id": made.id,
            "character-cost": str(len(made.text)),
            "current-concurrent-requests": str(self.in_flight),
            "maximum-concurrent-requests": str(self.concurrent_max),
        }
        usage = (Usage("character", len(made.text)),)
        return {"headers": headers, "model": made.model_id, "billed": usage}

    def _made(self, request: Request, voice_id: str) -> Made:
        body = {"model_id": "eleven_multilingual_v2", **request.json()}
        text = self._sayable(body)
        self._refuse_voice(voice_id)
        if request.at_once > self.concurrent_max:
            raise Refusal(429, "too_many_concurrent_requests", "Too many requests at once.")
        asked = request.query.get("output_format", "mp3_44100_128")
        form = FORMAT.fullmatch(asked)
        if form is None:
            raise Refusal(422, "output_format", f"{asked} is no format.")
        spoken = self.speak(text, body.get("language_code") or "en")
        bit_rate = int(form[3] or 128) * 1000
        audio = encoded(spoken, form[1], int(form[2]), bit_rate)
        with self.lock:
            made = Made(
                id=f"item{request.number:016d}",
                request_id=f"req{request.number:017d}",
                voice_id=voice_id,
                model_id=body["model_id"],
                text=text,
                at_unix=int(self.clock()),
                before=self.used,
                form=asked,
                content_type=TYPES[form[1]],
                audio=audio,
                spoken=spoken,
            )
            self.history.append(made)
        return made

    def _sayable(self, body: dict[str, Any]) -> str:
        text, model = body.get("text"), body["model_id"]
        if not isinstance(text, str) or not text.strip():
            raise Refusal(422, "text", "Field required")
        if not self.has(model):
            raise Refusal(400, "model_not_found", f"A model with id {model} does not exist.")
        if len(text) > CHARACTERS_MAX.get(model, CHARACTERS_MAX_ELSE):
            raise Refusal(400, "max_character_limit_exceeded", "The text is too long.")
        if REFUSED_WORD in text:
            raise Refusal(400, "content_against_policy", "The text is against the terms.")
        if self.used + len(text) > self.character_limit:
            left = self.character_limit - self.used
            raise Refusal(401, "quota_exceeded", f"{left} credits are left.")
        return text

    def _refuse_voice(self, id: str) -> None:
        known = id in self.voices or (VOICE_ID.fullmatch(id) is not None and not self.by_list)
        if not known or id in self.gone_voices:
            raise Refusal(404, "voice_not_found", f"A voice with the voice_id {id} was not found.")

    # What was made, and who may make more

    def found(self, request: Request) -> Reply:
        """The latest first; `search` is a part of the text."""
        asked = request.query
        if "model_id" in asked and "source" not in asked:
            raise Refusal(422, "source", "source is required where model_id is given")
        with self.lock:
            kept = [it for it in reversed(self.history) if it.matches(asked)]
        after = asked.get("start_after_history_item_id")
        begin = [it.id for it in kept].index(after) + 1 if after else 0
        size = min(int(asked.get("page_size", PAGE)), PAGE_MAX)
        page = kept[begin : begin + size]
        return told(
            {
                "history": [item(it, self.voices) for it in page],
                "last_history_item_id": page[-1].id if page else None,
                "has_more": len(kept) > begin + size,
            }
        )

    def item(self, _: Request, id: str) -> Reply:
        return told(item(self._kept(id), self.voices))

    def audio(self, _: Request, id: str) -> Reply:
        made = self._kept(id)
        return Reply(made.audio, content_type=made.content_type)

    def _kept(self, id: str) -> Made:
        with self.lock:
            found = next((it for it in self.history if it.id == id), None)
        if found is None:
            raise Refusal(404, "history_item_not_found", f"There is no history item {id}.")
        return found

    def all_voices(self, _: Request) -> Reply:
        return told({"voices": self._voices()})

    def search_voices(self, _: Request) -> Reply:
        found = self._voices()
        more = {"has_more": False, "total_count": len(found), "next_page_token": None}
        return told({"voices": found, **more})

    def one_voice(self, _: Request, id: str) -> Reply:
        self._refuse_voice(id)
        return told(voice(id, self.voices.get(id, id)))

    def _voices(self) -> list[dict[str, Any]]:
        return [voice(id, it) for id, it in self.voices.items() if id not in self.gone_voices]

    def models(self, _: Request) -> Reply:
        names = sorted(self.all_listed)
        return told([model(it, CHARACTERS_MAX.get(it, CHARACTERS_MAX_ELSE)) for it in names])

    def plan(self, _: Request) -> Reply:
        return told(subscription(self.used, self.character_limit, len(self.voices)))
