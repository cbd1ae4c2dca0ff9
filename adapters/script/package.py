"""OfflinePackager: title, description and tags in the script's and the source's own words."""

import asyncio
from collections import Counter
from collections.abc import Iterator

from adapters.script.cleaning import blocks
from adapters.script.cutting import cut_at_clause
from adapters.script.language import Language, language
from adapters.script.metering import tokens
from adapters.script.phrases import heading_characters_max, phrases
from adapters.script.sentences import ADDRESS, sentences
from adapters.script.terms import TOKEN, Weights, terms_of, weigh
from domain.brief import Brief
from domain.metadata import DESCRIPTION_MAX_BYTES, TAGS_MAX_CHARACTERS, TITLE_MAX, Metadata
from domain.mode import Mode
from domain.prices import Metering, Provider
from domain.script import Script
from processors.ports import Metered

LEAD_SENTENCES = 3
TAGS_MAX, PHRASES_MAX, TAG_CHARACTERS_MAX, TAG_WORDS_MAX = 15, 6, 30, 3

TAGS_ENOUGH = 6
KEY_TERMS_MAX, TIMES_MIN, TAG_WORD_CHARACTERS_MIN = 60, 2, 3
DETERMINERS = {
    "en": "the a an its their his her of each every no any this these some another",
    "es": "el la los las un una unos unas del de su sus cada",
    "fr": "le la les un une des du de son sa ses leur chaque",
    "it": "il lo la i gli le un una del della dei delle di suo sua ogni",
    "pt": "o a os as um uma do da dos das de seu sua cada",
    "nl": "de het een van zijn haar hun elke",
}

# YouTube refuses these two signs in titles, descriptions and tags.
REFUSED_SIGNS = str.maketrans("", "", "<>")


class OfflinePackager:
    """Takes the lead from the script and the tags from the source's weightiest words."""

    provider = Provider("keywords", "keywords-1", Mode.OFFLINE)
    prompt = ""

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
        title=cut_at_clause(script.title.translate(REFUSED_SIGNS), TITLE_MAX, spoken_in),
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

    A sentence with an address is nothing for the public. YouTube counts a comma after each tag
    and quotation marks around one with a space.
    """
    found = (it.text for it in sentences(blocks(brief.source, spoken_in), spoken_in))
    source = [it for it in found if not ADDRESS.search(it)]
    weights = weigh(terms_of(it, spoken_in) for it in source)
    left, held = TAGS_MAX_CHARACTERS, set[str]()
    words = [] if spoken_in.spaceless else _words(source, spoken_in, weights)
    words = words or _headings(script)
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
    """Where words, or nouns, cannot be told apart: what the scenes are called."""
    return [scene.heading.translate(REFUSED_SIGNS) for scene in script.scenes]


def _words(source: list[str], spoken_in: Language, weights: Weights) -> list[str]:
    """The heaviest terms that stand where nouns do, each in its commonest form there."""
    said, forms = Counter[str](), dict[str, Counter[str]]()
    for text in source:
        said.update(terms_of(text, spoken_in))
        for word in _nouns(text, spoken_in):
            for term in terms_of(word, spoken_in):
                forms.setdefault(term, Counter())[word] += 1
    known = [it for it in weights.key_terms(KEY_TERMS_MAX) if it in forms]
    often = [it for it in known if said[it] >= TIMES_MIN and _noun(forms[it], said[it])]
    few = [it for it in known if it not in often] if len(often) < TAGS_ENOUGH else []
    return [_commonest(forms[it]) for it in (*often, *few[:TAGS_ENOUGH])]


def _noun(forms: Counter[str], said: int) -> bool:
    """Whether it stood as a noun more than once or mostly, or is a name."""
    names = all(it[0].isupper() for it in forms)
    return forms.total() >= TIMES_MIN or 2 * forms.total() > said or names


def _nouns(text: str, spoken_in: Language) -> Iterator[str]:
    """Words with a capital within a sentence, and those that an article or its like leads to.

    All words where the language's articles are not known.
    """
    words = [it[0] for it in TOKEN.finditer(text)]
    led_by = DETERMINERS.get(spoken_in.code, "").split()
    for at, word in enumerate(words):
        if len(word) < TAG_WORD_CHARACTERS_MIN or word[0].isdigit():
            continue
        capital = word[0].isupper() and (at > 0 or spoken_in.capital_nouns)
        led = not spoken_in.capital_nouns and _led(words, at, led_by, spoken_in)
        if capital or led:
            yield word


def _led(words: list[str], at: int, led_by: list[str], spoken_in: Language) -> bool:
    """Whether it stands alone after an article (two might be `the keeper laughed`)."""
    if not led_by:
        return True
    if at + 1 < len(words) and not spoken_in.stop(words[at + 1]):
        return False
    return at > 0 and words[at - 1].casefold() in led_by


def _commonest(forms: Counter[str]) -> str:
    return min(forms, key=lambda form: (-forms[form], form))
