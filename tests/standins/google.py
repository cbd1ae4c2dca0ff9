"""Google's speech: `text:synthesize` of v1, and of v1beta1 with the times of marks."""

import re
from base64 import b64encode
from itertools import chain
from typing import Any
from xml.etree import ElementTree

from domain.prices import Usage
from tests.standins.messages import Refusal, Reply, Request, Route, Routes, told
from tests.standins.server import StandIn
from tests.standins.speaking import Spoken, encoded

STATUSES = {
    400: "INVALID_ARGUMENT",
    401: "UNAUTHENTICATED",
    403: "PERMISSION_DENIED",
    404: "NOT_FOUND",
    429: "RESOURCE_EXHAUSTED",
    500: "INTERNAL",
    503: "UNAVAILABLE",
}
REASONS = {
    400: "badRequest",
    401: "authError",
    403: "forbidden",
    404: "notFound",
    429: "rateLimitExceeded",
    500: "backendError",
    503: "backendError",
}
INPUT_MAX_BYTES = 5_000
FORMS = {"LINEAR16": "wav", "MP3": "mp3", "OGG_OPUS": "opus", "PCM": "pcm"}
MARK = re.compile(r"<mark\b[^>]*/>")


class Google(StandIn):
    """The key comes in the query, as clients of the discovery document send it."""

    name = "google"
    voices = ("en-US-Neural2-C", "en-US-Standard-A", "de-DE-Neural2-B")

    def routes(self) -> Routes:
        yield Route("POST", "/v1/text:synthesize", self.plain)
        yield Route("POST", "/v1beta1/text:synthesize", self.timed)
        yield Route("GET", "/v1/voices", self.listed)
        yield Route("GET", "/v1beta1/voices", self.listed)

    def key_of(self, request: Request) -> str:
        given = request.query.get("key") or request.headers.get("x-goog-api-key")
        return given or super().key_of(request)

    def key_refusal(self) -> Refusal:
        """An expired key is a bad request here."""
        return Refusal(400, "API_KEY_INVALID", "API key expired. Please renew the API key.")

    def usual_code(self, status: int) -> str:
        return REASONS.get(status, "badRequest")

    def wording(self, refusal: Refusal) -> object:
        details: list[dict[str, Any]] = []
        if refusal.code.isupper():
            kind = "type.googleapis.com/google.rpc.ErrorInfo"
            details = [{"@type": kind, "reason": refusal.code, "domain": "googleapis.com"}]
        one = {"message": refusal.message, "domain": "global", "reason": refusal.code}
        return {
            "error": {
                "code": refusal.status,
                "message": refusal.message,
                "status": STATUSES.get(refusal.status, "UNKNOWN"),
                "errors": [one],
                **({"details": details} if details else {}),
            }
        }

    def plain(self, request: Request) -> Reply:
        answer, model, characters, _, __ = self._synthesised(request.json())
        return told(answer, model=model, billed=(Usage("character", characters),))

    def timed(self, request: Request) -> Reply:
        body = request.json()
        answer, model, characters, spoken, marks = self._synthesised(body)
        wanted = "SSML_MARK" in (body.get("enableTimePointing") or ())
        edges_s = (*spoken.starts_s, spoken.seconds)
        points = [{"markName": name, "timeSeconds": edges_s[at]} for name, at in marks]
        answer |= {"timepoints": points if wanted else [], "audioConfig": body["audioConfig"]}
        return told(answer, model=model, billed=(Usage("character", characters),))

    def _synthesised(
        self, body: dict[str, Any]
    ) -> tuple[dict[str, Any], str, int, Spoken, list[tuple[str, int]]]:
        asked, voice = body.get("input") or {}, body.get("voice") or {}
        text, marks = read(asked)
        if "languageCode" not in voice:
            raise Refusal(400, "badRequest", "voice.languageCode is required.")
        name = voice.get("name", f"{voice['languageCode']}-Standard-A")
        if name in self.gone or (self.by_list and name not in self.voices and "name" in voice):
            raise Refusal(400, "badRequest", f"Voice '{name}' does not exist.")
        config = body.get("audioConfig") or {}
        form = FORMS.get(config.get("audioEncoding", ""))
        if form is None:
            raise Refusal(400, "badRequest", "audioConfig.audioEncoding is required.")
        spoken = self.speak(text, voice["languageCode"])
        audio = encoded(spoken, form, config.get("sampleRateHertz", 24_000))
        unmarked = MARK.sub("", asked.get("ssml", "")) or text
        return {"audioContent": b64encode(audio).decode()}, name, len(unmarked), spoken, marks

    def listed(self, request: Request) -> Reply:
        code = request.query.get("languageCode", "")
        voices = [
            {
                "languageCodes": [it[:5]],
                "name": it,
                "ssmlGender": "NEUTRAL",
                "naturalSampleRateHertz": 24_000,
            }
            for it in self.voices
            if it.startswith(code) and it not in self.gone
        ]
        return told({"voices": voices})


def read(asked: dict[str, Any]) -> tuple[str, list[tuple[str, int]]]:
    """The text to be said, and each mark's name and place in it. Raises Refusal."""
    given = asked.get("ssml") or asked.get("text") or ""
    if not given or ("ssml" in asked and "text" in asked):
        raise Refusal(400, "badRequest", "input: either text or ssml.")
    if len(given.encode()) > INPUT_MAX_BYTES:
        raise Refusal(400, "badRequest", f"input is longer than {INPUT_MAX_BYTES} bytes.")
    if "ssml" not in asked:
        return given, []
    try:
        root = ElementTree.fromstring(given)  # noqa: S314  what our own adapters wrote
    except ElementTree.ParseError as error:
        raise Refusal(400, "badRequest", "Invalid SSML.") from error
    if root.tag != "speak":
        raise Refusal(400, "badRequest", "Invalid SSML: no <speak>.")
    return _flat(root)


def _flat(root: ElementTree.Element) -> tuple[str, list[tuple[str, int]]]:
    """Marks stand where their tail begins."""
    said, marks = root.text or "", []
    for it in chain.from_iterable(part.iter() for part in root):
        if it.tag == "mark":
            marks.append((it.get("name", ""), len(said)))
        said += (it.text or "") + (it.tail or "")
    return said, marks
