"""OpenAI's moderation: each part of a text is marked in thirteen categories; nothing is charged."""

from collections.abc import Iterator
from dataclasses import dataclass

from pydantic import BaseModel, Field, ValidationError

from adapters.providers.endpoint import Endpoint
from adapters.providers.language_model import malformed
from adapters.providers.openai_client import asked
from domain.prices import Metering, Provider, Usage
from processors.errors import ContentRefused
from processors.moderation import Moderated
from processors.ports import Metered

PART_CHARACTERS_MAX = 10_000
"""A long text's flagged sentence would weigh little in the whole: parts are marked apart."""


@dataclass(frozen=True, slots=True)
class OpenAIModerator:
    """Sends a text in parts of one request; one flagged part refuses the whole."""

    endpoint: Endpoint
    model: str

    @property
    def provider(self) -> Provider:
        return Provider(self.endpoint.provider, self.model, self.endpoint.mode)

    def most(self, text: str) -> tuple[Usage, ...]:
        return (Usage("moderation", len(list(_parts(text)))),)

    async def moderate(self, text: str) -> Metered[Moderated]:
        """Raises ContentRefused with the categories, and what `asked` raises."""
        parts = list(_parts(text))
        used = (Usage("moderation", len(parts)),)
        async with asked(self.endpoint, self.model, used) as client:
            raw = await client.moderations.with_raw_response.create(model=self.model, input=parts)
        try:
            results = _Answer.model_validate_json(raw.content).results
        except ValidationError as wrong:
            raise malformed(self.endpoint.provider, used) from wrong
        if len(results) != len(parts):
            raise malformed(self.endpoint.provider, used)
        _refuse_flagged(results, used)
        nearest = max((it.nearest for it in results), key=lambda it: it.score)
        return Metered(nearest, used, Metering.EXACT, raw.headers.get("x-request-id", ""))


class _Result(BaseModel):
    """Categories by the provider's names, of which there may be more one day."""

    flagged: bool
    categories: dict[str, bool | None]
    category_scores: dict[str, float | None] = Field(min_length=1)

    @property
    def nearest(self) -> Moderated:
        scores = {name: score or 0.0 for name, score in self.category_scores.items()}
        name = max(scores, key=lambda it: (scores[it], it))
        return Moderated(name, scores[name])


class _Answer(BaseModel):
    results: list[_Result]


def _refuse_flagged(results: list[_Result], used: tuple[Usage, ...]) -> None:
    if not any(it.flagged for it in results):
        return
    named = {name for it in results if it.flagged for name, held in it.categories.items() if held}
    told = ", ".join(sorted(named)) or "no category named"
    raise ContentRefused(f"This content is refused by moderation ({told}); change it", usage=used)


def _parts(text: str) -> Iterator[str]:
    """Pieces that end at white space where there is any; a text of nothing is one space."""
    at = 0
    while at < len(text):
        end = at + PART_CHARACTERS_MAX
        cut = max(text.rfind(sign, at, end) for sign in " \n") if end < len(text) else end
        end = cut + 1 if cut > at else end
        if text[at:end].strip():
            yield text[at:end]
        at = end
    if not text.strip():
        yield " "
