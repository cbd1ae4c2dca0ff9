"""A brief as a model is given it: the source's sentences, numbered, and the wanted length."""

from dataclasses import dataclass
from functools import cached_property

from adapters.script.cleaning import blocks
from adapters.script.language import Language, language
from adapters.script.other_language import refuse_other_language
from adapters.script.pace import (
    room_seconds,
    scenes_of,
    speech_seconds,
    told_seconds,
    words_in,
)
from adapters.script.sentences import sentences
from adapters.script.tracing import Source
from domain.brief import Brief
from domain.script import Script
from processors.errors import InvalidInput

LENGTH_OFF_MAX = 0.05
"""How far a script's length of speech may be off what was asked, as a share of it."""

HOOK_S = 5.0


@dataclass(frozen=True)
class Material:
    """What comes from outside; whoever reads it reads data."""

    brief: Brief

    @property
    def spoken_in(self) -> Language:
        return language(self.brief.language)

    @cached_property
    def source(self) -> Source:
        """Raises InvalidInput: `source-has-no-sentences`, or `language-mismatch`."""
        spoken_in = self.spoken_in
        found = [it.text for it in sentences(blocks(self.brief.source, spoken_in), spoken_in)]
        if not found:
            raise InvalidInput(
                "The source has no sentence to speak; running text is needed.",
                code="source-has-no-sentences",
            )
        refuse_other_language(" ".join(found), self.brief.language)
        return Source(found, spoken_in)

    @cached_property
    def wanted_s(self) -> float:
        """The asked length, or all of a source that is shorter: nothing is padded."""
        whole_s = sum(speech_seconds(it, self.spoken_in) for it in self.source.sentences)
        return min(float(self.brief.seconds), self.told_s(whole_s, scenes_of(whole_s)))

    def told_s(self, spoken_s: float, scenes: int) -> float:
        """What the voice that will say it takes for it, silence included."""
        return told_seconds(spoken_s, scenes, self.brief.length_ratio)

    def words(self, seconds: float) -> int:
        """So many words (signs, where no spaces are) take that long, whatever the source says."""
        return words_in(room_seconds(seconds, self.brief.length_ratio), self.spoken_in)

    @property
    def order(self) -> dict[str, object]:
        asked = {"seconds": round(self.wanted_s), "words": self.words(self.wanted_s)}
        return {**asked, "language": self.brief.language, "attempt": self.brief.attempt}

    @property
    def numbered(self) -> list[dict[str, object]]:
        told = enumerate(self.source.sentences, start=1)
        return [{"n": n, "text": text} for n, text in told]

    def wishes(self, script: Script) -> tuple[str, ...]:
        """What a script falls short of in length and hook, as sentences with figures."""
        return tuple(it for it in (self._length(script), self._hook(script)) if it)

    def _length(self, script: Script) -> str:
        off = script.seconds / max(self.wanted_s, 1e-9) - 1
        if abs(off) <= LENGTH_OFF_MAX:
            return ""
        way = "long" if off > 0 else "short"
        return f"it is {abs(off):.0%} too {way}: {script.seconds:.0f} s for {self.wanted_s:.0f} s"

    def hook_s(self, script: Script) -> float:
        """How long its first sentence takes, pauses included."""
        first = script.scenes[0].sentences[0]
        return speech_seconds(first, self.spoken_in) * self.brief.length_ratio

    def _hook(self, script: Script) -> str:
        hook_s = self.hook_s(script)
        return "" if hook_s <= HOOK_S else f"its first sentence takes {hook_s:.0f} s to say, not 5"
