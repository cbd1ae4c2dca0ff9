"""How long a text takes to say.

Mean speeds of reading aloud: words a minute, characters for Chinese and Japanese, of the
International Reading Speed Texts (Trauzettel-Klosinski and Dietz, Invest. Ophthalmol. Vis.
Sci. 53 (2012) 5452, table 2, doi:10.1167/iovs.11-8284). Test readers hurry: a narrator with
pauses says about 0.74 of it, 169 words a minute in English (the offline voice said seven scripts
in English, German, Spanish and Chinese at 0.72 to 0.79 of it).
"""

import re

from adapters.script.language import Language

READ_ALOUD_PER_MINUTE = {
    "ar": 138,
    "de": 179,
    "en": 228,
    "es": 218,
    "fi": 161,
    "fr": 195,
    "he": 187,
    "it": 188,
    "ja": 357,
    "nl": 202,
    "pl": 166,
    "pt": 181,
    "ru": 184,
    "sl": 180,
    "sv": 199,
    "tr": 166,
    "zh": 255,
}
MEAN_WORDS_PER_MINUTE, MEAN_CHARACTERS_PER_MINUTE = 184, 863
NARRATED_SHARE = 0.74

# `1759` is said as two words or more.
WORDS_A_FIGURE = 2
ONE_WORD = "a"


FIGURE = re.compile(r"\d")
SAID = re.compile(r"\w")


def speech_seconds(text: str, language: Language) -> float:
    """The estimated time to narrate a text, pauses between its sentences included."""
    mean = MEAN_CHARACTERS_PER_MINUTE if language.spaceless else MEAN_WORDS_PER_MINUTE
    per_minute = READ_ALOUD_PER_MINUTE.get(language.code, mean) * NARRATED_SHARE
    return _spoken(text, language) * 60 / per_minute


def words_in(seconds: float, language: Language) -> int:
    """So many words (signs, where no spaces are) take that long, whatever they are."""
    return round(seconds / speech_seconds(ONE_WORD, language))


def _spoken(text: str, language: Language) -> int:
    if language.spaceless:
        return len(SAID.findall(text))
    words = [it for it in text.split() if SAID.search(it)]
    return sum(WORDS_A_FIGURE if FIGURE.search(it) else 1 for it in words)
