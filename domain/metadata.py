"""What a platform is told of a film: title, description, tags, chapters, what was decided."""

from dataclasses import dataclass

TITLE_MAX = 100
DESCRIPTION_MAX_BYTES = 5_000
TAGS_MAX_CHARACTERS = 500


@dataclass(frozen=True, slots=True)
class Chapter:
    start_ms: int
    title: str


@dataclass(frozen=True, slots=True)
class Metadata:
    """Title (≤ 100 characters), description (≤ 5,000 bytes), tags (≤ 500 characters in all)."""

    title: str
    description: str
    tags: tuple[str, ...]
    language: str
