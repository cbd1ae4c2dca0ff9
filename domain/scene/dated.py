"""Years and charts in a text: figures with what they are figures of."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from domain.scene.cards import Chart, Moment, Value, Years
from domain.scene.clauses import (
    clauses,
    is_doubtful,
    is_leading,
    is_short,
    raised,
    trimmed,
    unjoined,
)
from domain.scene.figures import Found, figures, years
from domain.scene.subjects import Clause, are_of_one_subject

COUNT_MIN, MOMENTS_MAX, VALUES_MAX = 3, 5, 6
TEXT_WORDS_MAX, TEXT_COLUMNS_MAX = 8, 46
LABEL_WORDS_MAX, LABEL_COLUMNS_MAX = 3, 20
YEAR_COLUMNS_MAX = 12
_COMMAS = (",", ";", "،", "؛", "、", "，", "；")
_PLACE = re.compile(
    r"\s*(?:in|im|en|au|aux|em|na|w|v|в)\s+(?:(?:the|den|der|la|el|los|las|les)\s+)?"
    r"(?P<name>[^,;.]+?)\s*(?:[,;.]|$)(?P<more>.*)"
)
_AND_AT_END = re.compile(r",?\s+(?:and|und|et|y|e|en|och|og|i|a|и)\s*$")


def timeline(sentences: Sequence[str], heading: str, language: str) -> Years | None:
    """Three to five years, each later than the one before, with what happened in it."""
    found = list(_moments(sentences, language))
    rising = [int(_plain(it.year)) for it in found]
    if not COUNT_MIN <= len(found) <= MOMENTS_MAX or rising != sorted(set(rising)):
        return None
    return Years(heading, tuple(found))


def _moments(sentences: Sequence[str], language: str) -> Iterator[Moment]:
    for sentence in sentences:
        parts = list(clauses(sentence))
        for n, part in enumerate(parts):
            its = list(years(part, language))
            if len(its) == 1:
                yield Moment(its[0].figure.text, _told(parts, n, its[0].start, its[0].end))


def _told(parts: Sequence[str], n: int, start: int, end: int) -> str:
    """What is said beside a year: after it, else before it, else in the next clause."""
    own = parts[n]
    following = parts[n + 1] if n + 1 < len(parts) else ""
    before = own[:start].rsplit(" ", 2)[0] if " " in own[:start].strip() else ""
    for text in (own[end:], following, before):
        bare = unjoined(text)
        if is_short(bare, TEXT_WORDS_MAX, TEXT_COLUMNS_MAX) and not is_leading(bare.split()[-1]):
            return raised(bare)
    return ""


def _plain(year: str) -> str:
    return "".join(str(int(it)) for it in year)


def chart(sentences: Sequence[str], heading: str, language: str) -> Chart | None:
    """Three to six figures of one unit, by year as a line, by name as bars."""
    dated = list(_by_year(sentences, language))
    by_year = tuple(it for it, _ in dated)
    if _is_chart(by_year) and are_of_one_subject([it for _, it in dated], language):
        return Chart(heading, by_year, line=True)
    for sentence in sentences:
        its = list(figures(sentence, language))
        if _is_chart(later := _by_later_year(sentence, its)):
            return Chart(heading, later, line=True)
        valued = [it for it in its if it.figure.unit != ("", "")]
        for named in (_by_place(sentence, valued), _by_name(sentence, valued)):
            if _is_chart(named):
                return Chart(heading, named)
    return None


def _is_chart(values: Sequence[Value]) -> bool:
    units = {it.figure.unit for it in values}
    labels = {it.label for it in values}
    few = COUNT_MIN <= len(values) <= VALUES_MAX
    return few and len(units) == 1 and len(labels) == len(values)


def _by_year(sentences: Sequence[str], language: str) -> Iterator[tuple[Value, Clause]]:
    """A year and one figure of a unit in the same or the next clause, and what it is said of."""
    for sentence in sentences:
        year = ""
        for part in clauses(sentence):
            found = list(years(part, language))
            if found:
                year = found[0].figure.text if len(found) == 1 else ""
            its = [it for it in figures(part, language) if not it.figure.is_year]
            if year and len(its) == 1 and its[0].figure.unit != ("", ""):
                yield Value(year, its[0].figure), _clause(part, its[0], found)
            year = "" if its else year


def _clause(part: str, value: Found, dates: Sequence[Found]) -> Clause:
    before, after = part[: value.start], part[value.end :]
    led = not dates or all(is_leading(it) for it in part[: dates[0].start].split())
    return Clause(before, after, dated_first=led)


def _by_later_year(sentence: str, its: Sequence[Found]) -> tuple[Value, ...]:
    """Figures that all have their year shortly behind them; none where one has not."""
    pairs = list(zip(its[::2], its[1::2], strict=False))
    joined = (sentence[a[1].end : b[0].start].split() for a, b in pairwise(pairs))
    led = all(trimmed(it) == "" or is_leading(it) for words in joined for it in words)
    sure = led and len(its) % 2 == 0 and all(_is_dated(sentence, *it) for it in pairs)
    return tuple(Value(year.figure.text, it.figure) for it, year in pairs) if sure else ()


def _is_dated(sentence: str, value: Found, year: Found) -> bool:
    between = sentence[value.end : year.start]
    near = len(between) <= YEAR_COLUMNS_MAX and not any(it in between for it in _COMMAS)
    return near and value.figure.unit != ("", "") and year.figure.is_year


def _by_place(sentence: str, valued: Sequence[Found]) -> tuple[Value, ...]:
    """Figures that all have `in` and a name behind them; none where one has not."""
    ends = [*(it.start for it in valued[1:]), len(sentence)]
    names = [
        _place(sentence[it.end : at], is_last=at == len(sentence))
        for it, at in zip(valued, ends, strict=False)
    ]
    if len(valued) < COUNT_MIN or not all(names):
        return ()
    return tuple(Value(name, it.figure) for it, name in zip(valued, names, strict=True))


def _place(behind: str, *, is_last: bool) -> str:
    """The name that follows `in`, all its words with capitals, up to the clause's end."""
    found = _PLACE.match(_AND_AT_END.sub("", behind))
    name = found["name"] if found else ""
    ended = is_last or not (found and found["more"].strip())
    sure = ended and all(it[0].isupper() for it in name.split())
    return name if sure and is_short(name, LABEL_WORDS_MAX, LABEL_COLUMNS_MAX) else ""


def _by_name(sentence: str, valued: Sequence[Found]) -> tuple[Value, ...]:
    """Figures named by the words since the one before; none where a name is doubtful."""
    spans = pairwise([0, *(at for it in valued for at in (it.start, it.end))])
    told = [_told_last(sentence[a:b]) for a, b in list(spans)[::2]]
    if len(told) < COUNT_MIN or any(is_doubtful(it) for it in told):
        return ()
    first, *others = (trimmed(_without_and(it)) for it in told)
    names = [_shortened(first, max(len(it.split()) for it in others)), *others]
    if not all(is_short(it, LABEL_WORDS_MAX, LABEL_COLUMNS_MAX) for it in names):
        return ()
    return tuple(Value(raised(it), at.figure) for it, at in zip(names, valued, strict=True))


def _told_last(between: str) -> str:
    """The last clause; nothing where a comma after it binds it to the figure before."""
    return "" if between.rstrip().endswith(_COMMAS) else next(reversed(list(clauses(between))), "")


def _shortened(first: str, usual: int) -> str:
    """The first name without its verb, where the others are shorter; nothing where unsure."""
    words = first.split()
    if len(words) <= usual:
        return first
    sure = len(words) <= usual + 2 and not any(is_leading(it) for it in words)
    return " ".join(words[:usual]) if sure else ""


def _without_and(told: str) -> str:
    """Without an `and` of a few letters at the beginning, in whatever language."""
    first, _, others = told.partition(" ")
    joins = len(first) <= len("and") and first.islower()
    return others if joins and others else told
