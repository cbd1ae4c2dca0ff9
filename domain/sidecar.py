"""The metadata file that lies beside a film: what a platform is told, and what was decided.

An approval names the hash of these bytes, so that nothing in them can change afterwards.
Limits are YouTube's (help answers 57407 and 9884579; API reference of `videos`).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from domain import canonical
from domain.ids import BlobId
from domain.metadata import (
    DESCRIPTION_MAX_BYTES,
    TAGS_MAX_CHARACTERS,
    TITLE_MAX,
    Chapter,
    Metadata,
)
from domain.mode import Mode
from domain.rights import Audience, Decided, Disclosure, PaidPromotion

CHAPTERS_MIN, CHAPTER_MIN_S = 3, 10
SOURCES, SOURCES_MAX_BYTES = "Sources:", 2_000
"""How pages that facts were read in are named, and what they take of a description at most."""

_CUT = "…"
_FORBIDDEN = str.maketrans("<>", "⟨⟩")
_IN_ADDRESSES = str.maketrans({"<": "%3C", ">": "%3E"})


@dataclass(frozen=True, slots=True)
class Sidecar:
    """`modes` are those of the calls that made the film, sorted, each once.

    `cover` is the upright thumbnail, None where the thumbnail is a person's own.
    """

    title: str
    description: str
    tags: tuple[str, ...]
    language: str
    chapters: tuple[Chapter, ...]
    disclosure: Disclosure
    audience: Audience
    paid_promotion: PaidPromotion
    modes: tuple[Mode, ...]
    film: BlobId
    thumbnail: BlobId
    cover: BlobId | None = field(default=None, metadata=canonical.LATER)


@dataclass(frozen=True, slots=True)
class Made:
    """The film's own part: its files, its length, its chapters, how real its makers were."""

    film: BlobId
    thumbnail: BlobId
    duration_ms: int
    chapters: tuple[Chapter, ...]
    modes: frozenset[Mode]
    cover: BlobId | None = None


def sidecar(
    metadata: Metadata,
    made: Made,
    decided: Decided,
    attributions: Sequence[str],
    pages: Sequence[str] = (),
) -> Sidecar:
    """Within every limit; the written description gives way to chapters, pages, attributions.

    `pages` are the addresses that the film's facts were read at: as many are named as fit, whole.
    Raises ValueError where the attributions alone are too long: they are owed.
    """
    return Sidecar(
        title=_cut(metadata.title.translate(_FORBIDDEN), TITLE_MAX),
        description=_description(metadata.description, made, attributions, pages),
        tags=tuple(_tags(metadata.tags)),
        language=metadata.language,
        chapters=made.chapters,
        disclosure=decided.disclosure,
        audience=decided.audience,
        paid_promotion=decided.paid_promotion,
        modes=tuple(sorted(made.modes)),
        film=made.film,
        thumbnail=made.thumbnail,
        cover=made.cover,
    )


def to_json(sidecar: Sidecar) -> bytes:
    """The canonical, stored form."""
    return canonical.encode(sidecar)


def from_json(data: bytes) -> Sidecar:
    """Raises ValueError where the bytes are not a stored sidecar."""
    return canonical.decode(Sidecar, data)


def chapter_lines(chapters: Sequence[Chapter], duration_ms: int) -> tuple[str, ...]:
    """`0:00 Title` lines, or none where YouTube would not read them as chapters.

    It reads them from three on, the first at 0:00, each at least ten seconds long.
    """
    starts_s = [it.start_ms // 1000 for it in chapters]
    lengths_s = [end - start for start, end in pairwise([*starts_s, duration_ms // 1000])]
    if len(chapters) < CHAPTERS_MIN or starts_s[0] != 0 or min(lengths_s) < CHAPTER_MIN_S:
        return ()
    return tuple(
        f"{_clock(start)} {chapter.title.translate(_FORBIDDEN)}"
        for start, chapter in zip(starts_s, chapters, strict=True)
    )


def _description(text: str, made: Made, attributions: Iterable[str], pages: Iterable[str]) -> str:
    owed = "\n".join(dict.fromkeys(it.translate(_FORBIDDEN) for it in attributions if it))
    chapters = "\n".join(chapter_lines(made.chapters, made.duration_ms))
    if _bytes(owed) > DESCRIPTION_MAX_BYTES:
        raise ValueError(
            f"the attributions take {_bytes(owed)} bytes of a description, which holds"
            f" {DESCRIPTION_MAX_BYTES}; shorter attributions or fewer assets would be right"
        )
    read_at = _sources(pages)
    fuller = (_paragraphs(chapters, read_at, owed), _paragraphs(read_at, owed))
    after = next((it for it in fuller if _bytes(it) <= DESCRIPTION_MAX_BYTES), owed)
    room = DESCRIPTION_MAX_BYTES - _bytes(_paragraphs(" ", after)) + 1
    return _paragraphs(_cut_bytes(text.strip().translate(_FORBIDDEN), max(room, 0)), after)


def _sources(pages: Iterable[str]) -> str:
    """A line each; nothing where none fits."""
    told = SOURCES
    for it in dict.fromkeys(page.translate(_IN_ADDRESSES) for page in pages):
        line = f"\n{it}"
        if _bytes(told) + _bytes(line) <= SOURCES_MAX_BYTES:
            told += line
    return told if told != SOURCES else ""


def _paragraphs(*texts: str) -> str:
    return "\n\n".join(it for it in texts if it)


def _tags(tags: Iterable[str]) -> Iterable[str]:
    """Each once, as many as fit; a comma stands between, quotes around one with spaces."""
    taken, left = set[str](), TAGS_MAX_CHARACTERS + 1
    for tag in (it.translate(_FORBIDDEN).replace(",", " ").strip() for it in tags):
        cost = len(tag) + 1 + (2 if " " in tag else 0)
        if tag and tag.casefold() not in taken and cost <= left:
            taken.add(tag.casefold())
            left -= cost
            yield tag


def _cut(text: str, characters_max: int) -> str:
    """Cut at a word's end, with an ellipsis, where it is too long."""
    if len(text) <= characters_max:
        return text
    kept = text[: characters_max - len(_CUT)]
    whole = kept if text[len(kept)].isspace() else kept.rpartition(" ")[0]
    return (whole or kept).rstrip(" ,;:–—-") + _CUT


def _cut_bytes(text: str, bytes_max: int) -> str:
    if _bytes(text) <= bytes_max:
        return text
    if bytes_max < _bytes(_CUT):
        return ""
    kept = text.encode()[: bytes_max - _bytes(_CUT)].decode(errors="ignore")
    return (kept.rpartition(" ")[0] or kept) + _CUT


def _bytes(text: str) -> int:
    return len(text.encode())


def _clock(seconds: int) -> str:
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"
