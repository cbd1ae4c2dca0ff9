"""Captions on a film: where they stand, how many columns fit, which word is lit when."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, chain

from domain.brief import Aspect
from domain.caption_look import CONDENSED_PERCENT, CaptionFont, CaptionLook, CaptionPlace
from domain.captions import CHARACTERS_LEAST, Cue, CueWord
from domain.line_breaks import Divide, undivided
from domain.motion import MICROS
from domain.timeline import Canvas, Caption, CaptionStyle, CaptionWord

LIT_GAP_MS = 400
LINE_PITCH, PAD_Y = 1.32, 0.28
"""In em of the caption's size; of scripts that reach higher or lower, lines stand further apart."""
HIGH_TOP = {Aspect.WIDE: 150_000, Aspect.TALL: 190_000, Aspect.SQUARE: 150_000}
"""Below the scene's heading."""
_LARGEST = {Aspect.WIDE: 1, Aspect.TALL: 9 / 16, Aspect.SQUARE: 1}
"""The shorter side as a share of the height."""
_HEAVY, _HEAVY_COLUMNS = 800, 0.9


@dataclass(frozen=True, slots=True)
class Told:
    """How a language is written: its direction (`rtl`, `ltr`), and who knows its phrases."""

    direction: str = ""
    divide: Divide = undivided


SPOKEN = Told()


def style_of(look: CaptionLook, usual: CaptionStyle, aspect: Aspect) -> CaptionStyle:
    """The look at this aspect, of which `usual` has the size and the place."""
    size = usual.size * look.size_percent // 100
    block = block_height(size, aspect)
    condensed = look.font is CaptionFont.CONDENSED
    return replace(
        usual,
        size=size,
        weight=look.weight,
        colour=look.colour,
        spoken=look.spoken,
        outline=look.outline,
        backdrop=look.box,
        bottom=_bottom(look.place, usual.bottom, block, aspect),
        family=CaptionFont.SANS.value if condensed else look.font.value,
        width_percent=CONDENSED_PERCENT if condensed else 100,
        outline_width=look.outline_percent * MICROS // 100,
        spoken_backdrop=look.spoken_box,
    )


def block_height(size: int, aspect: Aspect) -> int:
    """Of two lines with what surrounds them, in micros of the height."""
    return round((2 * LINE_PITCH + 2 * PAD_Y) * size * _LARGEST[aspect])


def columns_of(look: CaptionLook, usual: int) -> int:
    """How many columns a line has where letters are larger, heavier or narrower than usual."""
    wide = _HEAVY_COLUMNS if look.weight >= _HEAVY else 1
    narrow = 100 / CONDENSED_PERCENT if look.font is CaptionFont.CONDENSED else 1
    return max(CHARACTERS_LEAST, int(usual * 100 / look.size_percent * wide * narrow))


def caption_layers(
    said: Iterable[Cue], style: CaptionStyle, canvas: Canvas, duration: int, told: Told = SPOKEN
) -> Iterator[Caption]:
    """One layer a cue, none over another."""
    free = 0
    for cue in said:
        start = max(free, canvas.frame_of(cue.start_ms))
        end = min(duration, max(canvas.frame_of(cue.end_ms), start + 1))
        if start < end:
            lines = _lit([list(_phrases(line, told.divide)) for line in cue.lines], canvas)
            yield Caption(start, end, lines, style, direction=told.direction)
            free = end


def _phrases(line: Sequence[CueWord], divide: Divide) -> Iterator[CueWord]:
    """What lights up at once: pieces that were one word, and end no phrase, are one again."""
    for run in _runs(line):
        ends = set(accumulate(map(len, divide("".join(it.text for it in run)))))
        at, first = 0, 0
        for n, piece in enumerate(run, start=1):
            at += len(piece.text)
            if at in ends or n == len(run):
                text = "".join(it.text for it in run[first:n])
                yield CueWord(text, run[first].start_ms, piece.end_ms, run[first].joined)
                first = n


def _runs(line: Sequence[CueWord]) -> Iterator[list[CueWord]]:
    """Words with the pieces that are joined to them."""
    run: list[CueWord] = []
    for word in line:
        if run and not word.joined:
            yield run
            run = []
        run.append(word)
    yield run


def _lit(lines: Sequence[Sequence[CueWord]], canvas: Canvas) -> tuple[tuple[CaptionWord, ...], ...]:
    """Words with their frames; a word stays lit over a short gap, so that nothing flickers."""
    words = list(chain.from_iterable(lines))
    starts = [canvas.frame_of(it.start_ms) for it in words]
    ends = [canvas.frame_of(it.end_ms) for it in words]
    for n, following in enumerate(starts[1:]):
        if following - ends[n] <= canvas.frame_of(LIT_GAP_MS):
            ends[n] = following
    lit = (
        CaptionWord(word.text, start, end, word.joined)
        for word, start, end in zip(words, starts, ends, strict=True)
    )
    return tuple(tuple(next(lit) for _ in line) for line in lines)


def _bottom(place: CaptionPlace, usual: int, block: int, aspect: Aspect) -> int:
    match place:
        case CaptionPlace.LOW:
            return usual
        case CaptionPlace.MIDDLE:
            return (MICROS + block) // 2
        case CaptionPlace.HIGH:
            return HIGH_TOP[aspect] + block
