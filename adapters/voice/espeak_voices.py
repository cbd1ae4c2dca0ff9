"""Which of espeak-ng's voices speaks a language, by BCP-47 tag."""

import re
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path

import espeakng_loader

from adapters.script.cleaning import spoken_words
from adapters.script.other_language import refuse_other_language
from processors.errors import InvalidInput, NotConfigured

_LANGUAGE = re.compile(rb"^language\s+([\w-]+)(?:\s+(\d+))?", re.MULTILINE)
_KANJI = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
_KANA_ALONE = "ja"
_PRIORITY_UNSAID = 5
_NEAR_MAX = 6

# Where a bare tag says less than its audience: the larger one is meant.
_MEANT = {"en": "en-us", "pt": "pt-br", "zh-hk": "yue", "iw": "he", "in": "id", "no": "nb"}

# Manners of speaking, the same for every language; "" is the plain voice.
_MANNERS = {"": "", "default": "", "male": "", "female": "+Annie"}


def refuse_unspoken(text: str, language: str, manner: str = "default") -> None:
    """Raises what narrating it would, before anything is made.

    InvalidInput (`language-unspoken`, `voice-unknown`, `language-mismatch`), NotConfigured
    (`voice-cannot-read`).
    """
    known = voices(Path(espeakng_loader.get_data_path()))
    voice = voice_for(language, manner, known)
    refuse_other_language(spoken_words(text, language), language)
    refuse_unreadable(text, voice)


def voices(data: Path) -> Mapping[str, str]:
    """Lower-case tag → file name of the voice, from the engine's own `lang/` folder.

    Several voices name the same tag; the one with the smallest priority number has it.
    """
    named = sorted((tag, priority, name) for tag, priority, name in _named(data / "lang"))
    return {tag: name for tag, _, name in reversed(named)}


def voice_for(language: str, manner: str, known: Mapping[str, str]) -> str:
    """The engine's name of the voice.

    Raises InvalidInput: `language-unspoken` with near ones, or `voice-unknown` with all.
    """
    if manner not in _MANNERS:
        raise InvalidInput(
            f"The offline voice has no manner {manner!r}; choose one of: default, female, male.",
            code="voice-unknown",
        )
    for tag in _ever_wider(language.replace("_", "-").lower()):
        if name := known.get(_MEANT.get(tag, tag)):
            return name + _MANNERS[manner]
    raise InvalidInput(
        f"The offline voice does not speak {language!r}; near ones: {_near(language, known)}.",
        code="language-unspoken",
    )


def refuse_unreadable(text: str, voice: str) -> None:
    """Raises NotConfigured (`voice-cannot-read`) where the engine would name signs, not read."""
    signs = len(_KANJI.findall(text))
    if signs and voice.partition("+")[0] == _KANA_ALONE:
        raise NotConfigured(
            f"The offline voice reads Japanese in kana alone, and this script holds {signs} kanji; "
            "write it in kana, or use another voice.",
            code="voice-cannot-read",
        )


def _named(folder: Path) -> Iterator[tuple[str, int, str]]:
    for path in sorted(it for it in folder.rglob("*") if it.is_file()):
        for tag, priority in _LANGUAGE.findall(path.read_bytes()):
            yield tag.decode().lower(), int(priority or _PRIORITY_UNSAID), path.name


def _ever_wider(tag: str) -> Iterator[str]:
    """`zh-hant-tw`, `zh-hant`, `zh`."""
    parts = tag.split("-")
    for end in range(len(parts), 0, -1):
        yield "-".join(parts[:end])


def _near(language: str, known: Mapping[str, str]) -> str:
    near = get_close_matches(language.lower(), known, _NEAR_MAX, cutoff=0.3)
    return ", ".join(near or sorted(known)[:_NEAR_MAX])
