"""How long a text takes to say.

Mean speeds of reading aloud: words a minute, characters for Chinese and Japanese, of the
International Reading Speed Texts (Trauzettel-Klosinski and Dietz, Invest. Ophthalmol. Vis.
Sci. 53 (2012) 5452, table 2, doi:10.1167/iovs.11-8284). Test readers hurry: a narrator with
pauses says about 0.74 of it, 169 words a minute in English (the offline voice said seven scripts
in English, German, Spanish and Chinese at 0.72 to 0.79 of it). Without the silence around scenes,
which a short film has more of, speech takes 0.88 of that time (0.78 to 0.97 for that voice, in 36
scripts of 10 to 60 seconds in those languages).
"""

import re

from adapters.script.language import Language
from domain.narration import silence_s
from domain.script import SCENES_MAX, SCENES_MIN

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

SPEECH_SHARE = 0.88
SCENE_S = 8.0
SETTLES = 3


FIGURE = re.compile(r"\d")
SAID = re.compile(r"\w")


def speech_seconds(text: str, language: Language) -> float:
    """The estimated time to narrate a text, pauses between its sentences included."""
    mean = MEAN_CHARACTERS_PER_MINUTE if language.spaceless else MEAN_WORDS_PER_MINUTE
    per_minute = READ_ALOUD_PER_MINUTE.get(language.code, mean) * NARRATED_SHARE
    return _spoken(text, language) * 60 / per_minute


def told_seconds(spoken_s: float, scenes: int, length_ratio: float = 1.0) -> float:
    """How long a film of so many scenes is told whose sentences take so long together.

    `length_ratio` is what its voice takes for its speech, over what is usual.
    """
    return spoken_s * SPEECH_SHARE * length_ratio + silence_s(scenes)


def room_seconds(told_s: float, length_ratio: float = 1.0, scenes: int | None = None) -> float:
    """How long the sentences of a film may take together that is told in so long: the inverse.

    In so many scenes as it has usually, unless they are known.
    """
    room_s = told_s
    for _ in range(SETTLES):
        speech_s = told_s - silence_s(scenes or scenes_of(room_s))
        room_s = max(speech_s, 0.0) / (SPEECH_SHARE * length_ratio)
    return room_s


def scenes_of(spoken_s: float) -> int:
    """In how many scenes so much is told."""
    return max(SCENES_MIN, min(SCENES_MAX, round(spoken_s / SCENE_S)))


def words_in(seconds: float, language: Language) -> int:
    """So many words (signs, where no spaces are) take that long, whatever they are."""
    return round(seconds / speech_seconds(ONE_WORD, language))


def _spoken(text: str, language: Language) -> int:
    if language.spaceless:
        return len(SAID.findall(text))
    words = [it for it in text.split() if SAID.search(it)]
    return sum(WORDS_A_FIGURE if FIGURE.search(it) else 1 for it in words)
