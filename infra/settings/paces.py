"""How much each provider is asked by all workers together; its own limits for the key, at most."""

from typing import Annotated

from pydantic import Field

from infra.settings.groups import Group, Seconds

Most = Annotated[int, Field(ge=0)]


class Pace(Group):
    """0: as much as there is to ask."""

    requests_a_minute: Most = Field(0, description="Calls begun in any 60 s.")
    tokens_a_minute: Most = Field(0, description="Tokens read and written in any 60 s.")
    at_once: Most = Field(0, description="Calls under way, until the provider says its own.")


class OpenAIPace(Pace):
    """That of a new account."""

    requests_a_minute: Most = Field(100, description="Calls begun in any 60 s.")
    tokens_a_minute: Most = Field(10_000, description="Tokens read and written in any 60 s.")


class ElevenLabsPace(Pace):
    """That of the smallest plan, until an answer says what the key's own takes."""

    at_once: Most = Field(2, description="Calls under way, until the provider says its own.")


class Paces(Group):
    """By provider."""

    openai: OpenAIPace = OpenAIPace()
    anthropic: Pace = Pace()
    elevenlabs: ElevenLabsPace = ElevenLabsPace()
    google: Pace = Pace()
    compatible: Pace = Pace()
    short_s: Seconds = Field(2, description="So long a worker waits; for longer the job does.")
