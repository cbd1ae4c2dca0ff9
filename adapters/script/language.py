"""What the text parts need to know of a language: its stop words, its stems, its spaces."""

import unicodedata
from dataclasses import dataclass, field
from functools import cache, lru_cache

import snowballstemmer
import stopwordsiso

SPACELESS = frozenset({"zh", "ja", "th", "lo", "km", "my"})
IDEOGRAPHIC = frozenset({"zh", "ja"})
STEMMED = {
    "ar": "arabic",
    "ca": "catalan",
    "cs": "czech",
    "da": "danish",
    "de": "german",
    "el": "greek",
    "en": "english",
    "es": "spanish",
    "fi": "finnish",
    "fr": "french",
    "hi": "hindi",
    "hu": "hungarian",
    "id": "indonesian",
    "it": "italian",
    "nl": "dutch",
    "no": "norwegian",
    "pl": "polish",
    "pt": "portuguese",
    "ro": "romanian",
    "ru": "russian",
    "sv": "swedish",
    "tr": "turkish",
}
FULL_STOPS = {
    "zh": "。",
    "ja": "。",
    "hi": "।",
    "mr": "।",
    "ne": "।",
    "ur": "۔",
    "th": "",
    "lo": "",
}

# These may stand inside a phrase (the tower of stone) but never at its ends.
LINKS = {
    "en": "of the and",
    "de": "der des von und im",
    "es": "de del la las los el y",
    "fr": "de du des la le les et d'",
    "it": "di del della dei delle e",
    "pt": "de da do das dos e",
    "nl": "van de het en",
}

# What follows a whole noun phrase more often than it cuts one: the commonest verbs, and links.
VERBS = {
    "en": """is are was were has have had can could will would may must shall should might came
        became began made took gave went stood found built left""",
    "de": "ist sind war waren hat haben hatte kann können wird werden",
    "es": "es son era eran fue fueron está tiene tienen puede",
    "fr": "est sont était étaient fut a ont avait peut",
    "it": "è sono era erano fu ha hanno aveva può",
    "pt": "é são era eram foi tem têm pode",
    "nl": "is zijn was waren heeft hebben had kan",
}
AFTER_A_NOUN = {
    "en": "and or that which who of",
    "de": "und oder der die das von",
    "es": "y o que de del",
    "fr": "et ou qui que de du des",
    "it": "e o che di del della",
    "pt": "e o que de do da",
    "nl": "en of dat die van",
}

# Nouns alone are written with a capital.
CAPITAL_NOUNS = frozenset({"de", "lb"})


@dataclass(frozen=True)
class Language:
    """One language by its first subtag (`pt-BR` is `pt`)."""

    code: str
    stop_words: frozenset[str] = field(repr=False)
    links: frozenset[str] = field(repr=False)
    verbs: frozenset[str] = field(repr=False)
    after_a_noun: frozenset[str] = field(repr=False)

    @property
    def spaceless(self) -> bool:
        return self.code in SPACELESS

    @property
    def ideographic(self) -> bool:
        """Whether one character says about as much as half a word."""
        return self.code in IDEOGRAPHIC

    @property
    def capital_nouns(self) -> bool:
        return self.code in CAPITAL_NOUNS

    @property
    def full_stop(self) -> str:
        return FULL_STOPS.get(self.code, ".")

    def stop(self, word: str) -> bool:
        """Whether a word alone means too little to begin or end a phrase."""
        plain = _plain(word)
        return plain in self.stop_words or (len(plain) == 1 and not plain.isdigit())

    def stem(self, word: str) -> str:
        """What the forms of one word have in common."""
        plain = _plain(word)
        return _stem(STEMMED[self.code], plain) if self.code in STEMMED else plain


@lru_cache(maxsize=64)
def language(tag: str) -> Language:
    """The language of a BCP 47 tag; an unknown one has no stop words and no stems."""
    code = tag.replace("_", "-").split("-")[0].casefold()
    stop_words = frozenset(_plain(it) for it in stopwordsiso.stopwords(code))
    verbs = _listed(VERBS, code)
    after_a_noun = verbs | _listed(AFTER_A_NOUN, code)
    return Language(code, stop_words, _listed(LINKS, code), verbs, after_a_noun)


def _listed(words: dict[str, str], code: str) -> frozenset[str]:
    return frozenset(words.get(code, "").split())


@lru_cache(maxsize=65_536)
def _stem(algorithm: str, word: str) -> str:
    return str(_stemmer(algorithm).stemWord(word))


@cache
def _stemmer(algorithm: str) -> "snowballstemmer.stemmer":
    return snowballstemmer.stemmer(algorithm)


def _plain(word: str) -> str:
    return unicodedata.normalize("NFKC", word).casefold().replace("’", "'").removesuffix("'s")
