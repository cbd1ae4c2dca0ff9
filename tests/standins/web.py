"""The web as a stand-in finds it: a few pages for every topic, and the facts that stand in them.

The pages are files beside this one, by a word that a topic may have (`tides.md`, in its plural or
not); for all other topics `anything.md` speaks of finding out. Nothing of it is fetched: the
addresses are of a host that is reserved for examples.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from tests.standins.prompt import Prompt, words_of

FOLDER = Path(__file__).parent / "pages"
SITE = "https://example.org"
OTHERS = "anything"
SEARCHES = 2
TRACKED = "?utm_source=openai"
"""What OpenAI adds to the addresses that it cites."""


@dataclass(frozen=True)
class Page:
    """A page that was found: its sentences, one a line."""

    url: str
    title: str
    text: str

    @property
    def sentences(self) -> list[str]:
        return self.text.splitlines()


Find = Callable[[str], Sequence[Page]]
Found = list[tuple[str, list[Page]]]
"""What was searched for, and what each search found."""


def about(topic: str) -> list[Page]:
    """Three pages, the same ones for the same topic."""
    words = [it.lower() for it in words_of(topic)]
    named = (name for word in words for name in _known() if word in (name, name.rstrip("s")))
    name = next(named, OTHERS)
    parts = (FOLDER / f"{name}.md").read_text("utf-8").replace("{topic}", topic.rstrip("?!. "))
    return [_page(name, n, it) for n, it in enumerate(parts.split("# ")[1:], start=1)]


@dataclass
class Web:
    """`find` is what there is; with `fails` every search ends in an error."""

    find: Find = about
    fails: bool = False
    searches: int = SEARCHES

    def found(self, prompt: Prompt, searches_max: int) -> Found:
        """The pages, dealt to the searches in turn."""
        topic = topic_of(prompt)
        pages = [] if self.fails else list(self.find(topic))
        count = min(self.searches, searches_max)
        each = [pages[at::count] for at in range(count)]
        return [(f"{topic} {n}".strip(), it) for n, it in enumerate(each, start=1)]


def topic_of(prompt: Prompt) -> str:
    return str(prompt.document.get("topic", " ".join(prompt.user.split()[:8])))


def facts_in(pages: Iterable[Page]) -> dict[str, Any]:
    """Every sentence of the pages, with the address that it was read at."""
    return {
        "facts": [
            {"text": text, "sources": [page.url]} for page in pages for text in page.sentences
        ]
    }


def text_of(found: Iterable[tuple[str, Iterable[Page]]]) -> str:
    """All that there is to read in what was found."""
    return "\n".join(page.text for _, pages in found for page in pages)


def is_asked(body: Mapping[str, Any]) -> bool:
    """Whether a request brings the tool of either provider's own."""
    return any(_is_search(it) for it in body.get("tools") or ())


def _is_search(tool: Mapping[str, Any]) -> bool:
    return bool(re.fullmatch(r"web_search(_\d{4}_?\d{2}_?\d{2})?", str(tool.get("type"))))


@cache
def _known() -> list[str]:
    return sorted(it.stem for it in FOLDER.glob("*.md") if it.stem != OTHERS)


def _page(name: str, n: int, part: str) -> Page:
    title, _, text = part.partition("\n")
    return Page(f"{SITE}/{name}/{n}", title, text.strip())
