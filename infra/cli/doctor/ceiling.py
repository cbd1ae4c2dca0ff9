"""How many films an hour the paces towards providers allow, whatever this machine could do.

A film of a minute from a text of 1,000 words: 6 scenes, one draft that is mended once, each text
and picture in 20 s, each scene spoken in 4 s, pictures of about 1.3 million pixels. Where somebody
is chosen for research, its topic is searched for first, in a minute.
"""

from collections.abc import Mapping
from math import isfinite
from types import MappingProxyType
from typing import Any

from domain.mode import Mode
from domain.pace import Need, Pace, videos_an_hour
from domain.prices import Provider
from infra.settings.paces import Paces
from processors.estimates import INSTRUCTION_TOKENS

SCENES, ANSWER_S = 6, 20
READ, WRITTEN = 1_500, 1_000
TEXT_TOKENS = INSTRUCTION_TOKENS + READ + WRITTEN
IMAGE_TOKENS = 1_500
RESEARCH_TOKENS = 30_000
"""Pages that are read are tokens too."""
NEEDS: Mapping[str, Need] = MappingProxyType(
    {
        "research": Need(1, RESEARCH_TOKENS, 3 * ANSWER_S),
        "script": Need(2, 2 * TEXT_TOKENS, 2 * ANSWER_S),
        "judge": Need(1, TEXT_TOKENS, ANSWER_S),
        "package": Need(1, TEXT_TOKENS, ANSWER_S),
        "moderation": Need(2, 0, 2),
        "voice": Need(SCENES, 0, SCENES * 4),
        "images": Need(SCENES, SCENES * IMAGE_TOKENS, SCENES * ANSWER_S),
    }
)


def ceiling(
    chains: Mapping[str, tuple[Provider, ...]],
    paces: Paces,
    learned: Mapping[str, int] = MappingProxyType({}),
) -> dict[str, Any]:
    """If the first of every chain does all of its work; None where nothing bounds it.

    `learned`: so many calls at once providers themselves said they take; `at_once` says which
    counts of each, that or the setting.
    """
    by_name: dict[str, Need] = {}
    for work, chain in chains.items():
        if chain and chain[0].mode is not Mode.OFFLINE:
            name = chain[0].name
            by_name[name] = _both(by_name.get(name, Need()), NEEDS[work])
    its = {name: _pace(paces, name, learned.get(name)) for name in by_name}
    each = {name: videos_an_hour([(its[name], it)]) for name, it in by_name.items()}
    bounded = {name: round(it, 1) for name, it in each.items() if isfinite(it)}
    lowest = min(bounded, key=lambda it: bounded[it], default=None)
    return {
        "videos_an_hour": None if lowest is None else bounded[lowest],
        "bounded_by": lowest,
        "by_provider": bounded,
        "at_once": {
            name: {"calls": it.at_once, "by": "its answers" if name in learned else "the settings"}
            for name, it in its.items()
            if it.at_once
        },
    }


def _both(one: Need, other: Need) -> Need:
    return Need(one.requests + other.requests, one.tokens + other.tokens, one.busy_s + other.busy_s)


def _pace(paces: Paces, name: str, at_once: int | None) -> Pace:
    its = getattr(paces, name)
    return Pace(its.requests_a_minute, its.tokens_a_minute, at_once or its.at_once)
