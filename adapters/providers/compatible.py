"""Any server that speaks OpenAI's chat dialect: vLLM, Ollama, llama.cpp, by its base URL.

Some of them take a JSON schema and do not keep to it. So the shape is told in the instructions
too, and an answer that does not fit is `malformed-answer`: asked again as another attempt.
"""

import json
from dataclasses import dataclass

from openai.types.chat import ChatCompletion

from adapters.providers.endpoint import Endpoint
from adapters.providers.language_model import (
    NAME_MAX,
    Ask,
    Shape,
    T,
    Used,
    cut_off,
    malformed,
    read,
    used,
)
from adapters.providers.openai import count
from adapters.providers.openai_client import asked
from domain.prices import Provider
from processors.errors import ContentRefused
from processors.ports import Metered

FORM = "\n# The form of the answer\nOne JSON object of this schema, and nothing around it:\n"


@dataclass(frozen=True, slots=True)
class CompatibleModel:
    """A model behind chat completions; without a key where the server asks for none."""

    endpoint: Endpoint
    model: str

    @property
    def provider(self) -> Provider:
        return Provider(self.endpoint.provider, self.model, self.endpoint.mode)

    async def answer(self, ask: Ask, shape: type[T]) -> Metered[T]:
        schema = shape.model_json_schema()
        async with asked(self.endpoint, self.model, ask.estimate) as client:
            completion: object = await client.chat.completions.create(
                model=self.model,
                messages=[
                    {"role": "system", "content": ask.prompt.text + _form(shape)},
                    {"role": "user", "content": ask.document},
                ],
                response_format={
                    "type": "json_schema",
                    "json_schema": {
                        "name": shape.__name__[:NAME_MAX],
                        "schema": schema,
                        "strict": True,
                    },
                },
                max_tokens=ask.output_tokens_max,
            )
        if not isinstance(completion, ChatCompletion):
            raise malformed(self.provider.name, ask.estimate)
        metered = _used(ask, completion)
        text = _object(_text(completion, metered, self.provider.name))
        answer = read(text, shape, metered, self.provider.name)
        return Metered(answer, metered.usage, metered.metering, completion._request_id or "")


def _form(shape: type[Shape]) -> str:
    return FORM + json.dumps(shape.model_json_schema(), ensure_ascii=False)


def _used(ask: Ask, completion: ChatCompletion) -> Used:
    """Cached tokens are among the prompt's; most servers of one's own say nothing of them."""
    usage = completion.usage
    details = getattr(usage, "prompt_tokens_details", None)
    read_all, cached = count(usage, "prompt_tokens"), count(details, "cached_tokens")
    plain = None if read_all is None else max(0, read_all - (cached or 0))
    counts = {"input_token": plain, "cached_input_token": cached}
    return used(ask, counts | {"output_token": count(usage, "completion_tokens")})


def _text(completion: ChatCompletion, its: Used, name: str) -> str:
    """What the model wrote. Raises as LanguageModel says, or ContentRefused."""
    try:
        choice = completion.choices[0]
        refused = choice.finish_reason == "content_filter" or bool(choice.message.refusal)
        text = choice.message.content or ""
    except (AttributeError, IndexError, TypeError) as wrong:
        raise malformed(name, its.usage) from wrong
    if refused:
        raise ContentRefused(f"{name} refuses this content", usage=its.usage)
    if choice.finish_reason == "length":
        raise cut_off(name, its.usage)
    return text


def _object(text: str) -> str:
    """The outermost object: some models fence it, or think aloud before it."""
    start, end = text.find("{"), text.rfind("}")
    return text[start : end + 1] if start >= 0 else text
