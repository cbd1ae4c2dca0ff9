"""The most that a paid call may be charged: what stands where its outcome stays unknown.

Whoever knows its own rules says so itself (`Quoting`); what stands here holds for all others.
"""

from typing import Any, Protocol, runtime_checkable

from domain.prices import Usage

BYTES_A_TOKEN = 3
"""Of UTF-8: below the four of English, and about the one sign of Chinese."""

INSTRUCTION_TOKENS = 2_500
"""What goes with every question: the instructions, and the shape of the answer."""

WRITTEN_TOKENS = 4_000
WRITTEN_TOKENS_A_SECOND = 16
"""A spoken second is about four tokens; JSON, numbers and reasoning take several times that."""

RESEARCH_TOKENS_A_SECOND = 24
"""A fact is written with the addresses of its pages, and there are more of them than are told."""

SEARCHES_MAX = 6
"""So often the web may be searched for one topic."""

SEARCHED_TOKENS = 128_000
"""What is found is read too: OpenAI's web search gives a model no more than that at once."""


def tokens(*read: str, written: int = WRITTEN_TOKENS) -> tuple[Usage, Usage]:
    """A language model that reads these texts and writes as much as it may."""
    size_bytes = sum(len(it.encode()) for it in read)
    return (
        Usage("input_token", INSTRUCTION_TOKENS - (-size_bytes // BYTES_A_TOKEN)),
        Usage("output_token", written),
    )


def script_tokens(seconds: int) -> int:
    """The most that a script of so many seconds may be written in."""
    return WRITTEN_TOKENS + WRITTEN_TOKENS_A_SECOND * seconds


def research_tokens(seconds: int) -> int:
    """The most that the facts for so many seconds may be written in."""
    return WRITTEN_TOKENS + RESEARCH_TOKENS_A_SECOND * seconds


def research(topic: str, seconds: int) -> tuple[Usage, ...]:
    """A language model that searches the web for a topic as often as it may."""
    read, written = tokens(topic, written=research_tokens(seconds))
    found = Usage(read.meter, read.quantity + SEARCHED_TOKENS)
    return found, written, Usage("web_search", SEARCHES_MAX)


def characters(text: str) -> tuple[Usage, ...]:
    return (Usage("character", len(text)),)


def images(count: int) -> tuple[Usage, ...]:
    return (Usage("image", count),)


@runtime_checkable
class Quoting(Protocol):
    """A provider that knows the most that one request may be charged, in its own meters."""

    def most(self, *asked: Any) -> tuple[Usage, ...]:
        """Nothing where it makes no call at all for that; `asked` is what it is asked with."""
        ...


def most(by: object, asked: tuple[object, ...], usual: tuple[Usage, ...]) -> tuple[Usage, ...]:
    """What this provider says of itself, else what is usual."""
    return by.most(*asked) if isinstance(by, Quoting) else usual
