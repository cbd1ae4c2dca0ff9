"""A server of one's own: whether it serves a model."""

from adapters.accounts.question import Question, Told, free_of_charge
from adapters.providers.faults import Faults
from adapters.providers.openai_client import asked

USUAL_TAG = ":latest"
"""What Ollama adds to the name of a model that is asked for without a tag."""


async def told(its: Question) -> Told:
    """Raises ModelGone."""
    name = its.endpoint.provider
    with free_of_charge(name):
        async with asked(its.endpoint, its.model, ()) as client:
            served = {getattr(it, "id", None) async for it in client.models.list()}
    if not {its.model, its.model + USUAL_TAG} & served:
        raise Faults(name, its.model, ()).gone()
    return Told(f"serves {its.model}")
