"""OpenAI: whether the key may use a model."""

from adapters.accounts.question import Question, Told, free_of_charge
from adapters.providers.language_model import malformed
from adapters.providers.openai_client import asked


async def told(its: Question) -> Told:
    """Raises ModelGone where the key may not use it, too: nobody but OpenAI knows which."""
    name = its.endpoint.provider
    with free_of_charge(name):
        async with asked(its.endpoint, its.model, ()) as client:
            found: object = await client.models.retrieve(its.model)
    if not isinstance(getattr(found, "id", None), str):
        raise malformed(name, ())
    return Told(f"may use {its.model}")
