"""ElevenLabs: what is left of the plan, and whether the key may use a model and its voices."""

from collections.abc import Sequence

from elevenlabs.client import AsyncElevenLabs

from adapters.accounts.question import Question, Told, free_of_charge, lacking
from adapters.providers.elevenlabs import ONCE, client, meant
from processors.errors import CallError, InvalidInput, ModelGone, NoFunds, Unavailable

NAME = "ElevenLabs"


async def told(its: Question) -> Told:
    """Raises NoFunds, ModelGone, InvalidInput (`voice-unknown`)."""
    with free_of_charge(NAME):
        try:
            return await _told(its)
        except CallError:
            raise
        except Exception as error:
            raise meant(error) from error


async def _told(its: Question) -> Told:
    async with client(its.endpoint) as asked:
        plan: object = await asked.user.subscription.get(request_options=ONCE)
        models = await asked.models.list(request_options=ONCE)
        if its.model not in {it.model_id for it in models}:
            raise ModelGone(f"{NAME} has no model {its.model} for this key; configure another")
        unknown = {it for it in its.voices.values() if not await _knows(asked, it)}
    lacks = lacking(NAME, its.voices, unknown)
    known = [manner for manner, id in its.voices.items() if id not in unknown]
    return Told(f"{_left(plan)}, {_counted(known)}", lacks=lacks)


async def _knows(asked: AsyncElevenLabs, voice: str) -> bool:
    try:
        await asked.voices.get(voice, request_options=ONCE)
    except Exception as error:
        fault = meant(error)
        if isinstance(fault, InvalidInput):
            return False
        raise fault from error
    return True


def _left(plan: object) -> str:
    """The SDK checks nothing that it reads. Raises NoFunds where nothing is left, nor more sold."""
    most, used = (getattr(plan, it, None) for it in ("character_limit", "character_count"))
    if not isinstance(most, int) or not isinstance(used, int):
        raise Unavailable(f"{NAME} does not tell what is left of the plan", code="malformed-answer")
    if used >= most and not getattr(plan, "max_credit_limit_extension", 0):
        raise NoFunds(f"{NAME} has none of {most:,} credits left; add credits there")
    return f"{max(0, most - used):,} of {most:,} credits left"


def _counted(manners: Sequence[str]) -> str:
    return f"knows {', '.join(manners)}" if manners else "no voice is configured"
