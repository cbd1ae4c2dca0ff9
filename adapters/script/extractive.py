"""ExtractiveWriter: a script of the source's own sentences, nothing invented, no network."""

import asyncio

from adapters.script.cleaning import Block, Kind, blocks
from adapters.script.cutting import cut_at_clause
from adapters.script.key_phrase import NOUN_WORDS_MIN
from adapters.script.language import Language, language
from adapters.script.metering import tokens
from adapters.script.other_language import refuse_other_language
from adapters.script.pace import room_seconds, scenes_of, speech_seconds, told_seconds
from adapters.script.phrases import Phrase, best, capitalised, phrases, without_ending
from adapters.script.ranking import Ranked, rank
from adapters.script.scenes import stage
from adapters.script.selection import choose, parameters
from adapters.script.sentences import Sentence, sentences
from adapters.script.terms import Weights
from domain.brief import Brief
from domain.metadata import TITLE_MAX
from domain.mode import Mode
from domain.prices import Metering, Provider
from domain.script import Script
from processors.errors import InvalidInput
from processors.ports import Metered

TITLE_WORDS_MAX = 8
TITLE_SENTENCE_MAX = 70


class ExtractiveWriter:
    """Ranks the source's sentences and keeps the weightiest in their order."""

    provider = Provider("extractive", "textrank-1", Mode.OFFLINE)
    prompt = ""

    async def write(self, brief: Brief) -> Metered[Script]:
        """Raises InvalidInput: `source-has-no-sentences`, or `language-mismatch`."""
        script = await asyncio.to_thread(extract, brief)
        written = sum(len(scene.text) for scene in script.scenes)
        return Metered(script, tokens(len(brief.source), written), Metering.ESTIMATED)


def extract(brief: Brief) -> Script:
    """The script of a brief; the same brief always gives the same script."""
    spoken_in = language(brief.language)
    parts = blocks(brief.source, spoken_in)
    found = sentences(parts, spoken_in)
    if not found:
        raise InvalidInput(
            "The source has no sentence to speak; running text is needed.",
            code="source-has-no-sentences",
        )
    refuse_other_language(" ".join(it.text for it in found), brief.language)
    ranked = rank(found, spoken_in)
    room_s = room_seconds(brief.seconds, brief.length_ratio)
    script = _chosen(brief, parts, ranked, room_s)
    if len(script.scenes) == scenes_of(room_s):
        return script
    room_s = room_seconds(brief.seconds, brief.length_ratio, len(script.scenes))
    return min(
        (script, _chosen(brief, parts, ranked, room_s)),
        key=lambda it: abs(it.seconds - brief.seconds),
    )


def _chosen(brief: Brief, parts: list[Block], ranked: Ranked, room_s: float) -> Script:
    spoken_in = language(brief.language)
    places = choose(ranked, spoken_in, room_s, parameters(brief.attempt))
    chosen = [ranked.sentences[at] for at in places]
    title = title_of(parts, chosen, spoken_in, ranked.weights)
    scenes = stage(title, chosen, spoken_in, ranked.weights)
    spoken_s = sum(speech_seconds(it.text, spoken_in) for it in chosen)
    return Script(
        title=title,
        language=brief.language,
        scenes=scenes,
        seconds=round(told_seconds(spoken_s, len(scenes), brief.length_ratio), 2),
        length_ratio=brief.length_ratio,
    )


def title_of(
    parts: list[Block], chosen: list[Sentence], spoken_in: Language, weights: Weights
) -> str:
    """The heading that the source opens with, else the most central phrase of what is said."""
    if parts[0].kind is Kind.HEADING:
        return cut_at_clause(without_ending(parts[0].text), TITLE_MAX, spoken_in)
    found = [phrase for it in chosen for phrase in phrases(it.text, spoken_in, weights)]
    central = best(filter(_tells, found), TITLE_MAX, TITLE_WORDS_MAX)
    if not spoken_in.spaceless and not central and len(chosen[0].text) <= TITLE_SENTENCE_MAX:
        return without_ending(chosen[0].text)
    central = central or best(found, TITLE_MAX, TITLE_WORDS_MAX)
    return central or capitalised(cut_at_clause(chosen[0].text, TITLE_MAX, spoken_in))


def _tells(phrase: Phrase) -> bool:
    """Whether it is more than a word, and no piece of a sentence with a number in it."""
    numbered = any(it.isdigit() for it in phrase.text)
    return len(phrase.text.split()) >= NOUN_WORDS_MIN and not numbered
