"""Captions: what is said as cues of at most two lines, each word with its own time.

Cues are chosen by least cost over a whole scene: they end where a thought ends, stay between
1 and 6 seconds where the speech allows it, and never cross into another scene.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate, pairwise

from domain import line_breaks
from domain.line_breaks import Divide, undivided
from domain.narration import Alignment, Narration, SpokenScene, Word

SHOWN_MIN_MS, SHOWN_BEST_MS, SHOWN_MAX_MS = 1_000, 3_000, 6_000
GAP_CLOSED_MS = 300
PAUSE_MS = 700
CHARACTERS_LEAST = 8

_INSIDE, _AT_CLAUSE = 9.0, 3.0
_SENTENCE_PASSED, _PAUSE_PASSED = 6.0, 6.0
_LITTLE_WORD, _APART, _INSIDE_PHRASE, _BAD_EDGE = 4.0, 6.0, 40.0, 50.0
_SECOND_TOO_SHORT, _SECOND_TOO_LONG = 20.0, 8.0
_A_CUE = 5.0
_LITTLE_WORD_MAX = 3


@dataclass(frozen=True, slots=True)
class CueWord:
    """What stays on one line; `joined` says that no space stands before it (Han, kana).

    `inside` says that its phrase goes on with the next.
    """

    text: str
    start_ms: int
    end_ms: int
    joined: bool = False
    inside: bool = field(default=False, compare=False)


@dataclass(frozen=True, slots=True)
class Cue:
    """One caption: shown from `start_ms` until before `end_ms`, one or two lines."""

    start_ms: int
    end_ms: int
    lines: tuple[tuple[CueWord, ...], ...]

    @property
    def texts(self) -> tuple[str, ...]:
        return tuple(line_text(line) for line in self.lines)


@dataclass(frozen=True, slots=True)
class _Measured:
    """The columns where each word begins and ends if all stood on one line."""

    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def line_end(self, start: int, width_max: int) -> int:
        """How far (exclusive) a line that begins with word `start` reaches; a word at least."""
        return max(start + 1, bisect_right(self.ends, self.starts[start] + width_max))

    def fits(self, start: int, end: int, width_max: int) -> bool:
        """Whether these words stand on at most two lines."""
        first = self.line_end(start, width_max)
        return first >= end or self.line_end(first, width_max) >= end

    def torn(self, start: int, end: int, width_max: int, words: Sequence[CueWord]) -> bool:
        """Whether the words fit on two lines only if a phrase without spaces is parted."""
        at = self.line_end(start, width_max)
        if at >= end:
            return False
        while at > start and _is_torn(words, at):
            at -= 1
        return at == start or self.line_end(at, width_max) < end

    def unevenness(self, at: int) -> int:
        """How much wider one of two lines is when the second begins with word `at`."""
        return abs((self.ends[at - 1] - self.starts[0]) - (self.ends[-1] - self.starts[at]))


def line_text(line: Iterable[CueWord]) -> str:
    """A line as it is read, with a space before every word that is not joined."""
    return "".join(it.text if it.joined else f" {it.text}" for it in line).strip()


def cues(narration: Narration, characters_max: int, divide: Divide = undivided) -> tuple[Cue, ...]:
    """Every word of the narration once, in order; a line has ≤ `characters_max` columns.

    A Han or kana character counts two columns. A word that is too wide for a line has one to
    itself; beyond 1.5 times the columns it is cut. `divide` cuts Thai into its words.
    Raises ValueError below 8 columns.
    """
    if characters_max < CHARACTERS_LEAST:
        raise ValueError(f"a caption line needs at least {CHARACTERS_LEAST} columns")
    made: list[Cue] = []
    spoken_ms = 0
    for scene in narration.scenes:
        words = list(_words(scene, characters_max, spoken_ms, divide))
        made += _scene_cues(words, max(scene.end_ms, spoken_ms), characters_max)
        spoken_ms = words[-1].end_ms if words else spoken_ms
    return tuple(_apart(made))


def srt(cues: Iterable[Cue]) -> str:
    """SubRip: numbered from 1, comma before the milliseconds, a blank line after each cue."""
    return "".join(
        f"{n}\n{_clock(it.start_ms, ',')} --> {_clock(it.end_ms, ',')}\n{_joined(it.texts)}\n\n"
        for n, it in enumerate(cues, start=1)
    )


def vtt(cues: Iterable[Cue], alignment: Alignment = Alignment.EXACT) -> str:
    """WebVTT: `&`, `<` and `>` of the text are escaped; a note says where times are not exact."""
    exact = alignment is Alignment.EXACT
    note = "" if exact else f"NOTE The times of the words are {alignment}.\n\n"
    return f"WEBVTT\n\n{note}" + "".join(
        f"{_clock(it.start_ms, '.')} --> {_clock(it.end_ms, '.')}\n{_escaped(it.texts)}\n\n"
        for it in cues
    )


def _words(scene: SpokenScene, width_max: int, from_ms: int, divide: Divide) -> Iterator[CueWord]:
    """The scene's pieces; times never run back, whatever the voice reported."""
    made: list[CueWord] = []
    for word in scene.words:
        start_ms = max(word.start_ms, from_ms)
        from_ms = max(word.end_ms, start_ms)
        made += _pieces(replace(word, start_ms=start_ms, end_ms=from_ms), width_max, divide)
    ends, at = line_breaks.phrase_ends([it.text for it in scene.words], divide), 0
    for n, it in enumerate(made):
        at += len(it.text)
        goes_on = n + 1 < len(made) and _goes_on(it, made[n + 1])
        yield replace(it, inside=goes_on and at not in ends)


def _goes_on(one: CueWord, two: CueWord) -> bool:
    return two.joined or line_breaks.are_written_on(one.text, two.text)


def _pieces(word: Word, width_max: int, divide: Divide) -> Iterator[CueWord]:
    """A word cut where lines may break; each part gets its share of the time by its width."""
    texts = list(line_breaks.pieces(word.text, width_max, divide))
    shares = [0, *accumulate(max(line_breaks.width(it), 1) for it in texts)]
    span_ms = word.end_ms - word.start_ms
    for n, (text, (before, after)) in enumerate(zip(texts, pairwise(shares), strict=True)):
        start_ms = word.start_ms + span_ms * before // shares[-1]
        end_ms = word.start_ms + span_ms * after // shares[-1]
        yield CueWord(text, start_ms, end_ms, joined=n > 0)


def _scene_cues(words: Sequence[CueWord], until_ms: int, width_max: int) -> Iterator[Cue]:
    """The scene's cues, each held into a short gap and, if too short, into a longer one."""
    ends = _cheapest_ends(words, width_max)
    for first, last in pairwise([0, *ends]):
        said_ms = words[last - 1].end_ms
        next_ms = words[last].start_ms if last < len(words) else max(until_ms, said_ms)
        end_ms = max(said_ms, words[first].start_ms + SHOWN_MIN_MS)
        if next_ms - end_ms < GAP_CLOSED_MS:
            end_ms = next_ms
        yield Cue(words[first].start_ms, end_ms, _lines(words[first:last], width_max))


def _apart(made: Sequence[Cue]) -> Iterator[Cue]:
    """No cue outlives the start of the next one."""
    for cue, following in pairwise(made):
        yield replace(cue, end_ms=min(cue.end_ms, following.start_ms))
    yield from made[-1:]


def _cheapest_ends(words: Sequence[CueWord], width_max: int) -> list[int]:
    """Ends of the cues (exclusive) at the least total cost, by dynamic programming."""
    least: list[tuple[float, int]] = [(0.0, 0)]
    measured = _measured(words)
    for end in range(1, len(words) + 1):
        passed = 0.0
        options: list[tuple[float, int]] = []
        for start in range(end - 1, -1, -1):
            if not measured.fits(start, end, width_max):
                break
            passed += _passing(words, start) if start < end - 1 else 0.0
            torn = _INSIDE_PHRASE if measured.torn(start, end, width_max, words) else 0.0
            cost = passed + torn + _cost(words, start, end)
            options.append((least[start][0] + cost, start))
        least.append(min(options))
    ends, at = [], len(words)
    while at:
        ends.append(at)
        at = least[at][1]
    return ends[::-1]


def _measured(words: Sequence[CueWord]) -> _Measured:
    starts, ends, at = [], [], 0
    for word in words:
        starts.append(at + (not word.joined))
        at = starts[-1] + line_breaks.width(word.text)
        ends.append(at)
    return _Measured(tuple(starts), tuple(ends))


def _passing(words: Sequence[CueWord], at: int) -> float:
    """What it costs that a cue runs on after this word."""
    paused = words[at + 1].start_ms - words[at].end_ms >= PAUSE_MS
    ended = line_breaks.ends_sentence(words[at].text)
    return (_SENTENCE_PASSED if ended else 0.0) + (_PAUSE_PASSED if paused else 0.0)


def _cost(words: Sequence[CueWord], start: int, end: int) -> float:
    shown_s = (words[end - 1].end_ms - words[start].start_ms) / 1000
    too_short = max(SHOWN_MIN_MS / 1000 - shown_s, 0.0) * _SECOND_TOO_SHORT
    too_long = max(shown_s - SHOWN_MAX_MS / 1000, 0.0) * _SECOND_TOO_LONG
    uneven = ((shown_s - SHOWN_BEST_MS / 1000) / 2) ** 2
    return _A_CUE + too_short + too_long + uneven + _edge(words, end)


def _edge(words: Sequence[CueWord], end: int) -> float:
    """What it costs to break before word `end`."""
    if end == len(words):
        return 0.0
    last = words[end - 1].text
    if line_breaks.begins_line_badly(words[end].text) or line_breaks.ends_line_badly(last):
        return _BAD_EDGE
    if line_breaks.ends_sentence(last):
        return 0.0
    if line_breaks.ends_clause(last):
        return _AT_CLAUSE
    little = not words[end].joined and line_breaks.width(last) <= _LITTLE_WORD_MAX
    apart = (_INSIDE_PHRASE if words[end].joined else _APART) if words[end - 1].inside else 0.0
    return _INSIDE + apart + (_LITTLE_WORD if little else 0.0)


def _is_torn(words: Sequence[CueWord], at: int) -> bool:
    """Whether a line that ends before word `at` parts what no pause and no space parts."""
    before = words[at - 1]
    return words[at].joined and before.inside and not line_breaks.ends_clause(before.text)


def _lines(words: Sequence[CueWord], width_max: int) -> tuple[tuple[CueWord, ...], ...]:
    """One line where it fits, else two: of like width, broken at a pause where there is one."""
    measured = _measured(words)
    if measured.line_end(0, width_max) >= len(words):
        return (tuple(words),)
    possible = range(1, measured.line_end(0, width_max) + 1)
    at = min(
        (it for it in possible if measured.line_end(it, width_max) >= len(words)),
        key=lambda it: measured.unevenness(it) + _edge(words, it),
    )
    return tuple(words[:at]), tuple(words[at:])


def _clock(ms: int, mark: str) -> str:
    seconds, ms = divmod(ms, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{seconds:02}{mark}{ms:03}"


def _joined(texts: Iterable[str]) -> str:
    return "\n".join(texts)


def _escaped(texts: Iterable[str]) -> str:
    text = _joined(texts)
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
