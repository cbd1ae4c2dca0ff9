"""Which of the creator's pictures shows which scene."""

import re
from collections.abc import Iterator, Sequence
from pathlib import PurePath

from domain.script import Script
from processors.ports import Picture

_NUMBERED = re.compile(
    r"^(?:scene|szene|scène|escena|cena|scena|сцена|slide)?[\s._-]*0*(\d{1,2})(?!\d)",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]{4,}")


def picture_for(script: Script, scene: int, pictures: Sequence[Picture]) -> Picture | None:
    """The scene's picture, or None where there are too few; no picture is shown twice.

    A name that begins with a scene's number (`3.png`, `scene-03 hive.jpg`) decides first;
    then words shared with a heading; what is left goes to the other scenes in its order.
    """
    chosen = dict(_by_number(len(script.scenes), pictures))
    chosen |= _by_words(script, _free(chosen, script), _unused(chosen, pictures))
    chosen |= dict(zip(_free(chosen, script), _unused(chosen, pictures), strict=False))
    return chosen.get(scene)


def _free(chosen: dict[int, Picture], script: Script) -> list[int]:
    return [it for it in range(len(script.scenes)) if it not in chosen]


def _unused(chosen: dict[int, Picture], pictures: Sequence[Picture]) -> list[Picture]:
    return [it for it in pictures if it not in chosen.values()]


def _by_number(count: int, pictures: Sequence[Picture]) -> Iterator[tuple[int, Picture]]:
    """Of two pictures with one number the first has it (later pairs overwrite earlier ones)."""
    for picture in reversed(pictures):
        found = _NUMBERED.match(PurePath(picture.name).stem)
        if found and 1 <= int(found[1]) <= count:
            yield int(found[1]) - 1, picture


def _by_words(
    script: Script, scenes: Sequence[int], pictures: Sequence[Picture]
) -> dict[int, Picture]:
    """Pairs that share most words first; of equal ones, the earlier scene and picture."""
    pairs = [
        (-shared, scene, n)
        for scene in scenes
        for n, picture in enumerate(pictures)
        if (shared := len(_words(script.scenes[scene].heading) & _words(picture.name)))
    ]
    chosen: dict[int, Picture] = {}
    for _, scene, n in sorted(pairs):
        if scene not in chosen and pictures[n] not in chosen.values():
            chosen[scene] = pictures[n]
    return chosen


def _words(text: str) -> set[str]:
    return {it.casefold() for it in _WORD.findall(text)}
