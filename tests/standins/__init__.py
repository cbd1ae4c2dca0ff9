"""Providers that stand on this machine: their shapes, their faults, their bills; no network.

    from tests.standins import faults, stand_in

    with stand_in("openai") as it:
        client = AsyncOpenAI(base_url=it.url, api_key="any", max_retries=0)
        it.script(faults.status(429, retry_after_s=1), None, faults.answer_lost())
        ...
        assert [use.quantity for use in it.charges[0].usage] == [120, 80]

Which: `openai`, `compatible` (the chat dialect alone, as local servers speak it), `anthropic`,
`elevenlabs`, `google` (speech). Mail is another matter: `mail_server()`, see `smtp`.

`it.url` is what the SDK takes as its base URL. Any key is taken but those in
`it.refused_keys` (401), any model but those in `it.gone` (404); with `it.by_list`, as by hand, none
but those of the price lists, and no voice that it does not list.

`it.requests`: every request that came, in order, with its time, its body (`.json()`) and the
name of the fault that it met. `it.charges`: what was billed, once for each piece of work done,
whether its answer arrived or not; `it.billed` is their sum, (model, meter) → quantity.

`it.script(*faults, on="POST")`: one fault for each of the next requests whose
`METHOD /path` begins with `on`; None lets one pass. `it.fail(0.2, seed=7)`: this share of all
requests fails, always the same ones. `faults` says which faults there are, and which are billed.

What a language model says: `it.answers.queue.append({...})` for the next one,
`it.answers.hook = lambda prompt: ...` for all (None: the default). The default fills the JSON
schema of the request from the sentences that stand between data markers (`<source>`, ```` ``` ````)
of the prompt, longest first, so that a film can be made of it; where the prompt is a JSON
document with an `order` and numbered `sentences`, it drafts and packages as `drafting` says.
`Declined()` is a refusal,
`Unfinished()` an answer cut short. `it.answers.cached_tokens` and `.reasoning_tokens` are
counted in every answer.

What searches of the web find: pages of example.org on the topic (`web.about`), or
`it.answers.web.find = lambda topic: [Page(...)]`; with `it.answers.web.fails` every search does.

What voices say: beeps whose times are exact (`speaking.tones`), or `it.speak = speaking.espeak`
for a voice.

By hand: `python -m tests.standins --all`.
"""

from collections.abc import Callable, Mapping

from tests.standins.anthropic import Anthropic
from tests.standins.elevenlabs import ElevenLabs
from tests.standins.google import Google
from tests.standins.language import Declined, Unfinished
from tests.standins.openai import Compatible, OpenAI
from tests.standins.server import StandIn
from tests.standins.smtp import mail_server

__all__ = ["PROVIDERS", "Declined", "StandIn", "Unfinished", "mail_server", "stand_in"]

PROVIDERS: Mapping[str, Callable[..., StandIn]] = {
    it.name: it for it in (OpenAI, Compatible, Anthropic, ElevenLabs, Google)
}


def stand_in(provider: str, port: int = 0) -> StandIn:
    """A stand-in that listens while it is entered; `port` 0 takes any that is free."""
    return PROVIDERS[provider](port)
