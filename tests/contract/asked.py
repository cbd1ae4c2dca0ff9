"""One good request for every route of every stand-in, as data."""

from dataclasses import dataclass, field
from typing import Any

SOURCE = "<source>\nThe tide comes twice a day. It waits for nobody.\n</source>"
SHAPE = {
    "type": "object",
    "properties": {"title": {"type": "string"}},
    "required": ["title"],
    "additionalProperties": False,
}
MESSAGES = [{"role": "system", "content": "Rules."}, {"role": "user", "content": SOURCE}]
VOICE = "Narrat0rOfTheStandIn"
SPOKEN = f"/v1/text-to-speech/{VOICE}"
TTS = "eleven_multilingual_v2"
SSML = '<speak><mark name="0"/>The tide.</speak>'
AUDIO = {"audioEncoding": "LINEAR16", "sampleRateHertz": 24_000}
SAID = {"voice": {"languageCode": "en-US"}, "audioConfig": AUDIO}


@dataclass(frozen=True)
class Asked:
    """A request; those of `before` have to come first."""

    provider: str
    method: str
    path: str
    body: dict[str, Any] | None = None
    query: dict[str, str] = field(default_factory=dict)
    before: tuple["Asked", ...] = ()

    def __str__(self) -> str:
        return f"{self.provider} {self.method} {self.path}"


def post(provider: str, path: str, body: dict[str, Any], **query: str) -> Asked:
    return Asked(provider, "POST", path, body, query)


RESPONSE = post(
    "openai",
    "/v1/responses",
    {
        "model": "gpt-6.1-terra",
        "instructions": "Rules.",
        "input": [{"role": "user", "content": SOURCE}],
        "text": {
            "format": {"type": "json_schema", "name": "Title", "schema": SHAPE, "strict": True}
        },
        "max_output_tokens": 500,
        "metadata": {"op": "1"},
        "store": True,
        "background": True,
    },
)
FACTS = {
    "type": "object",
    "properties": {"facts": {"type": "array", "items": SHAPE}},
    "required": ["facts"],
    "additionalProperties": False,
}
TOPIC = [{"role": "user", "content": '{"topic":"The tides"}'}]
SEARCH = post(
    "openai",
    "/v1/responses",
    {
        "model": "gpt-6.1-terra",
        "instructions": "Search.",
        "input": TOPIC,
        "text": {
            "format": {"type": "json_schema", "name": "Facts", "schema": FACTS, "strict": True}
        },
        "tools": [{"type": "web_search", "user_location": {"type": "approximate"}}],
        "tool_choice": "required",
        "max_tool_calls": 12,
        "include": ["web_search_call.action.sources"],
        "store": False,
    },
)
SERVER_SEARCH = post(
    "anthropic",
    "/v1/messages",
    {
        "model": "claude-haiku-5-5",
        "max_tokens": 500,
        "system": "Search.",
        "messages": TOPIC,
        "tools": [
            {"type": "web_search_20250305", "name": "web_search", "max_uses": 6},
            {"name": "answer", "input_schema": FACTS, "strict": True},
        ],
    },
)
CHAT = post(
    "openai",
    "/v1/chat/completions",
    {
        "model": "gpt-6.1-terra",
        "messages": MESSAGES,
        "response_format": {
            "type": "json_schema",
            "json_schema": {"name": "Title", "schema": SHAPE, "strict": True},
        },
        "store": True,
        "metadata": {"op": "1"},
    },
)
SPEECH = post(
    "elevenlabs",
    f"{SPOKEN}/with-timestamps",
    {"text": "The tide comes.", "model_id": TTS, "previous_text": "Once.", "seed": 1},
    output_format="mp3_44100_128",
)
KEPT = "/v1/history/item0000000000000001"

EVERY: tuple[Asked, ...] = (
    RESPONSE,
    SEARCH,
    SERVER_SEARCH,
    Asked("openai", "GET", "/v1/responses/resp_0000000000000001", before=(RESPONSE,)),
    CHAT,
    Asked("openai", "GET", "/v1/chat/completions", None, {"metadata[op]": "1"}, (CHAT,)),
    post("openai", "/v1/moderations", {"model": "omni-moderation-latest", "input": ["The sea."]}),
    post(
        "openai",
        "/v1/images/generations",
        {
            "model": "gpt-image-2.5-flare",
            "prompt": "a boat",
            "size": "1536x864",
            "quality": "low",
            "output_format": "png",
            "moderation": "auto",
            "n": 1,
        },
    ),
    post(
        "openai",
        "/v1/audio/speech",
        {"model": "tts-2", "voice": "nova", "input": "The tide.", "response_format": "wav"},
    ),
    Asked("openai", "GET", "/v1/models"),
    Asked("openai", "GET", "/v1/models/gpt-6.1-terra"),
    Asked("compatible", "GET", "/v1/models"),
    Asked("compatible", "GET", "/v1/models/local"),
    post("compatible", "/v1/chat/completions", {"model": "local", "messages": MESSAGES}),
    post(
        "anthropic",
        "/v1/messages",
        {
            "model": "claude-haiku-5-5",
            "max_tokens": 500,
            "system": "Rules.",
            "messages": [{"role": "user", "content": SOURCE}],
            "output_config": {"format": {"type": "json_schema", "schema": SHAPE}},
        },
    ),
    Asked("anthropic", "GET", "/v1/models"),
    SPEECH,
    post("elevenlabs", SPOKEN, {"text": "The tide comes.", "model_id": TTS}),
    Asked(
        "elevenlabs", "GET", "/v1/history", None, {"page_size": "10", "source": "TTS"}, (SPEECH,)
    ),
    Asked("elevenlabs", "GET", KEPT, before=(SPEECH,)),
    Asked("elevenlabs", "GET", f"{KEPT}/audio", before=(SPEECH,)),
    Asked("elevenlabs", "GET", "/v1/voices"),
    Asked("elevenlabs", "GET", "/v2/voices"),
    Asked("elevenlabs", "GET", f"/v1/voices/{VOICE}"),
    Asked("elevenlabs", "GET", "/v1/user/subscription"),
    Asked("elevenlabs", "GET", "/v1/models"),
    post("google", "/v1/text:synthesize", {"input": {"text": "The tide."}, **SAID}),
    post(
        "google",
        "/v1beta1/text:synthesize",
        {"input": {"ssml": SSML}, **SAID, "enableTimePointing": ["SSML_MARK"]},
    ),
    Asked("google", "GET", "/v1/voices"),
    Asked("google", "GET", "/v1beta1/voices", None, {"languageCode": "en"}),
)
