"""OfflinePackager: title, description and tags in the script's and the source's own words."""

import asyncio
from collections import Counter
from collections.abc import Iterator

from adapters.script.cleaning import blocks
from adapters.script.language import Language, language
from adapters.script.metering import tokens
from adapters.script.phrases import cut_at_words, heading_characters_max, phrases
from adapters.script.sentences import sentences
from adapters.script.terms import TOKEN, Weights, terms_of, weigh
from domain.brief import Brief
from domain.metadata import DESCRIPTION_MAX_BYTES, TAGS_MAX_CHARACTERS, TITLE_MAX, Metadata
from domain.mode import Mode
from domain.prices import Metering, Provider
from domain.script import Script
from processors.ports import Metered

LEAD_SENTENCES = 3
TAGS_MAX, PHRASES_MAX, TAG_CHARACTERS_MAX, TAG_WORDS_MAX = 15, 6, 30, 3

# YouTube refuses these two signs in titles, descriptions and tags.
REFUSED_SIGNS = str.maketrans("", "", "<>")


class OfflinePackager:
    """Takes the lead from the script and the tags from the source's weightiest words."""

    provider = Provider("keywords", "keywords-1", Mode.OFFLINE)

    async def package(self, brief: Brief, script: Script) -> Metered[Metadata]:
        """Never raises: what does not fit is left out at a whole word or sentence."""
        found = await asyncio.to_thread(describe, brief, script)
        read = len(brief.source) + sum(len(scene.text) for scene in script.scenes)
        written = len(found.title) + len(found.description) + sum(map(len, found.tags))
        return Metered(found, tokens(read, written), Metering.ESTIMATED)


def describe(brief: Brief, script: Script) -> Metadata:
    """What a platform is told; the same brief and script always give the same."""
    spoken_in = language(script.language)
    return Metadata(
        title=cut_at_words(script.title.translate(REFUSED_SIGNS), TITLE_MAX, spoken_in),
        description=_description(script, spoken_in).translate(REFUSED_SIGNS),
        tags=tuple(_tags(brief, script, spoken_in)),
        language=script.language,
    )


def _description(script: Script, spoken_in: Language) -> str:
    """The first sentences, since a platform shows the first lines alone."""
    spoken = [it for scene in script.scenes for it in scene.sentences]
    joint = "" if spoken_in.ideographic else " "
    lead = spoken[:LEAD_SENTENCES]
    while len(lead) > 1 and len(joint.join(lead).encode()) > DESCRIPTION_MAX_BYTES:
        lead.pop()
    return joint.join(lead).encode()[:DESCRIPTION_MAX_BYTES].decode(errors="ignore")


def _tags(brief: Brief, script: Script, spoken_in: Language) -> Iterator[str]:
    """Phrases that the source says again and again, then its heaviest words, while they fit.

    YouTube counts a comma after each tag and quotation marks around one with a space.
    """
    source = [it.text for it in sentences(blocks(brief.source, spoken_in), spoken_in)]
    weights = weigh(terms_of(it, spoken_in) for it in source)
    left, held = TAGS_MAX_CHARACTERS, set[str]()
    words = _headings(script) if spoken_in.spaceless else _words(source, spoken_in, weights)
    candidates = (*_repeated(source, spoken_in, weights), *words)
    for text in candidates[:TAGS_MAX]:
        terms = set(terms_of(text, spoken_in))
        cost = len(text) + 1 + 2 * (" " in text)
        if terms <= held or cost > left:
            continue
        held |= terms
        left -= cost
        yield text


def _repeated(source: list[str], spoken_in: Language, weights: Weights) -> list[str]:
    """Phrases of several words (where there are spaces) that stand in the source twice."""
    found = [
        it for text in source for it in phrases(text.translate(REFUSED_SIGNS), spoken_in, weights)
    ]
    counts = Counter(it.text.casefold() for it in found)
    chosen = {
        it.text.casefold(): it
        for it in reversed(found)
        if counts[it.text.casefold()] > 1 and _short(it.text, spoken_in)
    }
    ranked = sorted(
        chosen.values(), key=lambda it: (-counts[it.text.casefold()] * it.weight, it.text)
    )
    return [it.text for it in ranked][:PHRASES_MAX]


def _short(text: str, spoken_in: Language) -> bool:
    if spoken_in.spaceless:
        return len(text) <= heading_characters_max(spoken_in)
    return " " in text and len(text) <= TAG_CHARACTERS_MAX and len(text.split()) <= TAG_WORDS_MAX


def _headings(script: Script) -> list[str]:
    """Where words cannot be told apart: what the scenes are called."""
    return [scene.heading.translate(REFUSED_SIGNS) for scene in script.scenes]


def _words(source: list[str], spoken_in: Language, weights: Weights) -> list[str]:
    """The heaviest terms, each in its commonest form."""
    forms: dict[str, Counter[str]] = {}
    for word in TOKEN.findall(" ".join(source)):
        if spoken_in.capital_nouns and word[0].islower():
            continue
        for term in terms_of(word, spoken_in):
            forms.setdefault(term, Counter())[word] += 1
    heaviest = [it for it in weights.key_terms(2 * TAGS_MAX) if it in forms]
    return [_commonest(forms[it]) for it in heaviest]


def _commonest(forms: Counter[str]) -> str:
    return min(forms, key=lambda form: (-forms[form], form))
