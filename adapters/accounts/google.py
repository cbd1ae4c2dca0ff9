"""Google: whether the key may use its voices, and whether those that are configured are there."""

import asyncio

from adapters.accounts.question import Question, Told, free_of_charge, lacking
from adapters.providers.endpoint import Endpoint
from adapters.providers.google import meant, service
from processors.errors import CallError

NAME, API = "Google", "texttospeech.v1"


async def told(its: Question) -> Told:
    """Raises InvalidInput (`voice-unknown`)."""
    with free_of_charge(NAME):
        try:
            known = await asyncio.to_thread(_voices, its.endpoint)
        except CallError:
            raise
        except Exception as error:
            raise meant(error) from error
    unknown = set(its.voices.values()) - known
    return Told(f"offers {len(known):,} voices", lacks=lacking(NAME, its.voices, unknown))


def _voices(its: Endpoint) -> set[str]:
    api = service(its, API)
    try:
        listed = api.voices().list().execute(num_retries=0)
        return {str(it["name"]) for it in listed["voices"]}
    finally:
        api.close()
