"""What is known of a topic and where it was read: the brief that a script is written from.

A person who has no text gives a topic; a provider that reads the web finds the facts.
"""

from dataclasses import dataclass

TOPIC_MAX = 200
"""Characters of a topic."""

FINDINGS_MAX, SOURCES_MAX = 60, 40
URL_MAX = 2_000


@dataclass(frozen=True, slots=True)
class Inquiry:
    """What is to be found out, for how many seconds of speech, in which language (BCP 47)."""

    topic: str
    seconds: int
    language: str


@dataclass(frozen=True, slots=True)
class WebSource:
    """A page that was read: an http or https address, and what the page calls itself."""

    url: str
    title: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One fact in a whole sentence; `sources` are those it was read in, counted from 1."""

    text: str
    sources: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Research:
    """Facts in the order in which they explain the topic, each with at least one source."""

    topic: str
    language: str
    findings: tuple[Finding, ...]
    sources: tuple[WebSource, ...]

    @property
    def text(self) -> str:
        """The facts alone, a line each: what a script is written from and held against."""
        return "\n".join(it.text for it in self.findings)

    def read_in(self, finding: Finding) -> tuple[WebSource, ...]:
        """Where a fact was read."""
        return tuple(self.sources[it - 1] for it in finding.sources)
