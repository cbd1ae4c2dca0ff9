"""Who does the paid work: providers in the order in which they are asked, and where they are.

A choice is `provider:model`, or `offline` for what works on this machine without any.
"""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from infra.settings.groups import Count, Group

OFFLINE = "offline"
CHOICE = re.compile(r"[a-z]+:[\w.@:/-]{1,100}")
SEARCHLESS: Mapping[str, str] = MappingProxyType(
    {
        OFFLINE: "nothing on this machine can search the web; name openai:MODEL or anthropic:MODEL",
        "compatible": "servers of the chat dialect cannot search the web;"
        " name openai:MODEL or anthropic:MODEL",
    }
)
"""Who can write, and cannot find out."""


def _chain(text: str) -> str:
    """Raises ValueError, naming the entry that is at fault."""
    entries = [it.strip() for it in text.split(",")]
    for entry in entries:
        if entry != OFFLINE and not CHOICE.fullmatch(entry):
            raise ValueError(f"“{entry}” has to be `{OFFLINE}` or `provider:model`")
    if len(set(entries)) != len(entries):
        raise ValueError(f"“{text}” names one of them twice")
    return ", ".join(entries)


def _searching(text: str) -> str:
    """A chain of those who read the web; nobody where it is empty. Raises ValueError."""
    if not text.strip():
        return ""
    named = _chain(text)
    if fault := next((SEARCHLESS[it] for it, _ in entries(named) if it in SEARCHLESS), None):
        raise ValueError(fault)
    return named


Chain = Annotated[str, AfterValidator(_chain)]
SearchingChain = Annotated[str, AfterValidator(_searching)]


class Providers(Group):
    """Keys are no settings: OPENAI_API_KEY, or OPENAI_API_KEY_FILE, and so on for each."""

    research: SearchingChain = Field(
        "", description="Finds facts on a topic, e.g. openai:gpt-6.1-terra; empty: nobody."
    )
    script: Chain = Field(
        OFFLINE, description="Writes scripts, e.g. openai:gpt-6.1-terra, offline."
    )
    judge: Chain = Field(OFFLINE, description="Scores drafts.")
    package: Chain = Field(OFFLINE, description="Titles, descriptions, tags.")
    voice: Chain = Field(OFFLINE, description="Speaks, e.g. elevenlabs:eleven_multilingual_v2.")
    images: Chain = Field(OFFLINE, description="Draws scenes, e.g. openai:gpt-image-2.5-flare.")
    moderation: str = Field("", description="Looks at texts before and after; empty: nobody.")
    openai_background: bool = Field(
        default=True, description="OpenAI keeps its texts for minutes, to be fetched after a crash."
    )
    openai_url: str = Field("https://api.openai.com/v1", description="Where OpenAI answers.")
    anthropic_url: str = Field("https://api.anthropic.com", description="Where Anthropic does.")
    elevenlabs_url: str = Field("https://api.elevenlabs.io", description="Where ElevenLabs does.")
    google_url: str = Field("https://texttospeech.googleapis.com", description="Where Google does.")
    compatible_url: str = Field(
        "http://127.0.0.1:11434/v1", description="A server that speaks OpenAI's chat dialect."
    )
    elevenlabs_voices: dict[str, str] = Field({}, description="Voice ids by default/female/male.")
    openai_voices: dict[str, str] = Field(
        {"default": "alloy", "female": "nova", "male": "onyx"}, description="Names by manner."
    )
    google_voices: dict[str, str] = Field({}, description="Names by `en-US default` and the like.")
    image_quality: Literal["low", "medium", "high"] = Field("medium", description="Of images.")
    image_pixels: Count = Field(1536 * 864, description="About so many pixels an image made has.")


def entries(chain: str) -> list[tuple[str, str]]:
    """Provider and model, in order; `offline` has no model. Nobody where it is empty."""
    parts = (it.strip().partition(":") for it in chain.split(",") if it)
    return [(name, model) for name, _, model in parts]
