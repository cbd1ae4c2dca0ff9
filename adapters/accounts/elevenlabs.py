"""ElevenLabs: what is left of the plan, and whether the key may use a model and its voices."""

from collections.abc import Mapping

from adapters.accounts.question import Question, Told, free_of_charge
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
        for manner, id in its.voices.items():
            try:
                await asked.voices.get(id, request_options=ONCE)
            except Exception as error:
                raise _of_voice(error, manner, id) from error
    return Told(f"{_left(plan)}, {_counted(its.voices)}")


def _of_voice(error: Exception, manner: str, id: str) -> CallError:
    fault = meant(error)
    if isinstance(fault, InvalidInput):
        return InvalidInput(
            f"{NAME} has no voice {id} ({manner}) for this key; name one of your account",
            code="voice-unknown",
        )
    return fault


def _left(plan: object) -> str:
    """The SDK checks nothing that it reads. Raises NoFunds where nothing is left, nor more sold."""
    most, used = (getattr(plan, it, None) for it in ("character_limit", "character_count"))
    if not isinstance(most, int) or not isinstance(used, int):
        raise Unavailable(f"{NAME} does not tell what is left of the plan", code="malformed-answer")
    if used >= most and not getattr(plan, "max_credit_limit_extension", 0):
        raise NoFunds(f"{NAME} has none of {most:,} credits left; add credits there")
    return f"{max(0, most - used):,} of {most:,} credits left"


def _counted(voices: Mapping[str, str]) -> str:
    return f"knows {', '.join(voices)}" if voices else "no voice is configured"
