"""VerbatimWriter: the source is the script, word for word, for a voice that has said it already."""

import asyncio

from adapters.script.cleaning import blocks
from adapters.script.extractive import title_of
from adapters.script.language import language
from adapters.script.other_language import refuse_other_language
from adapters.script.pace import scenes_of, speech_seconds, told_seconds
from adapters.script.scenes import stage
from adapters.script.sentences import sentences
from adapters.script.terms import terms_of, weigh
from domain.brief import SECONDS_MAX, Brief
from domain.mode import Mode
from domain.prices import Provider
from domain.script import Script
from processors.errors import InvalidInput
from processors.ports import Metered


class VerbatimWriter:
    """Divides the source into scenes; all of it is said but headings that are marked as such."""

    provider = Provider("verbatim", "sentences-1", Mode.OFFLINE)
    prompt = ""

    async def write(self, brief: Brief) -> Metered[Script]:
        """Whatever length was asked for.

        Raises InvalidInput: `source-has-no-sentences`, `language-mismatch`, or `script-length`.
        """
        return Metered(await asyncio.to_thread(divided, brief), ())


def divided(brief: Brief) -> Script:
    """The whole source in scenes; the same brief always gives the same script."""
    spoken_in = language(brief.language)
    parts = blocks(brief.source, spoken_in, plain_headings=False)
    found = sentences(parts, spoken_in)
    if not found:
        raise InvalidInput(
            "The source has no sentence to speak; running text is needed.",
            code="source-has-no-sentences",
        )
    refuse_other_language(" ".join(it.text for it in found), brief.language)
    spoken_s = sum(speech_seconds(it.text, spoken_in) for it in found)
    seconds = told_seconds(spoken_s, scenes_of(spoken_s))
    if seconds > SECONDS_MAX:
        raise InvalidInput(
            f"The text takes about {seconds:,.0f} s to say and a film lasts {SECONDS_MAX} at most;"
            " make several films of it, each with its own recording.",
            code="script-length",
        )
    weights = weigh(terms_of(it.text, spoken_in) for it in found)
    title = title_of(parts, found, spoken_in, weights)
    scenes = stage(title, found, spoken_in, weights)
    return Script(title, brief.language, scenes, round(seconds, 2))
