"""How long a voice takes over what is usual: learned from what it took, and only a cache."""

from dataclasses import dataclass

from domain.prices import Provider

FILMS_MAX = 4
"""So many films count about alike; those before fade."""

LEAST, MOST = 0.5, 2.0
USUAL_S_MIN = 5.0
DIGITS = 3


@dataclass(frozen=True, slots=True)
class Voice:
    """One voice in one language (BCP 47); `manner` is `default`, or as a channel calls it."""

    provider: Provider
    manner: str
    language: str


@dataclass(frozen=True, slots=True)
class LengthRatio:
    """What a voice took over what its texts usually take, in its last films; 1 before any."""

    value: float = 1.0
    films: int = 0

    def after(self, spoken_s: float, usual_s: float) -> "LengthRatio":
        """The ratio with one more film; a film of a few words teaches nothing."""
        if usual_s < USUAL_S_MIN:
            return self
        heard = min(max(spoken_s / usual_s, LEAST), MOST)
        films = min(self.films + 1, FILMS_MAX)
        return LengthRatio(round(self.value + (heard - self.value) / films, DIGITS), films)
