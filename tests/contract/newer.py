"""What the installed SDKs can say, and the published documents, being older, cannot yet."""

from collections.abc import Callable, Mapping
from inspect import signature
from typing import Any

import anthropic.types
import elevenlabs.types
from elevenlabs.history.client import HistoryClient
from elevenlabs.text_to_speech.client import TextToSpeechClient
from openai.types.audio.speech_create_params import SpeechCreateParams
from openai.types.chat.completion_create_params import CompletionCreateParamsNonStreaming
from openai.types.image_generate_params import ImageGenerateParamsNonStreaming
from openai.types.images_response import ImagesResponse
from openai.types.responses.response_create_params import ResponseCreateParamsNonStreaming
from pydantic import BaseModel


class Models(BaseModel):
    """A page of Anthropic's models."""

    data: list[anthropic.types.ModelInfo]
    has_more: bool
    first_id: str | None
    last_id: str | None


class Voices(BaseModel):
    """All of ElevenLabs' voices, or a page of them."""

    voices: list[elevenlabs.types.Voice]
    has_more: bool = False
    total_count: int = 0
    next_page_token: str | None = None


def _of(method: Callable[..., Any]) -> frozenset[str]:
    return frozenset(signature(method).parameters) - {"self", "request_options"}


def _in(params: type[Any]) -> frozenset[str]:
    return frozenset(params.__annotations__)


KEYS: Mapping[str, frozenset[str]] = {
    "POST /responses": _in(ResponseCreateParamsNonStreaming),
    "POST /chat/completions": _in(CompletionCreateParamsNonStreaming),
    "POST /images/generations": _in(ImageGenerateParamsNonStreaming),
    "POST /audio/speech": _in(SpeechCreateParams),
    "POST /v1/text-to-speech/{voice_id}/with-timestamps": _of(
        TextToSpeechClient.convert_with_timestamps
    ),
    "GET /v1/history": _of(HistoryClient.list),
}
"""Names that a body or a query may have besides those of the document, by operation."""

ANSWERS: Mapping[tuple[str, str], type[Any]] = {
    ("anthropic", "POST /v1/messages"): anthropic.types.Message,
    ("anthropic", "GET /v1/models"): Models,
    ("elevenlabs", "GET /v1/user/subscription"): elevenlabs.types.Subscription,
    ("elevenlabs", "GET /v1/voices"): Voices,
    ("elevenlabs", "GET /v2/voices"): Voices,
    ("elevenlabs", "GET /v1/history"): elevenlabs.types.GetSpeechHistoryResponse,
    ("openai", "POST /v1/images/generations"): ImagesResponse,
}
"""Types that decide instead: there is no document, or its own schema is older than they are."""
