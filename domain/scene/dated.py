"""Years and charts in a text: figures with what they are figures of."""

from collections.abc import Iterator, Sequence

from domain.scene.cards import Chart, Moment, Value, Years
from domain.scene.clauses import clauses, is_short, raised, trimmed
from domain.scene.figures import Figure, figures, years

COUNT_MIN, MOMENTS_MAX, VALUES_MAX = 3, 5, 6
TEXT_WORDS_MAX, TEXT_COLUMNS_MAX = 8, 46
LABEL_WORDS_MAX, LABEL_COLUMNS_MAX = 3, 20


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
        bare = trimmed(text)
        if is_short(bare, TEXT_WORDS_MAX, TEXT_COLUMNS_MAX):
            return raised(bare)
    return ""


def _plain(year: str) -> str:
    return "".join(str(int(it)) for it in year)


def chart(sentences: Sequence[str], heading: str, language: str) -> Chart | None:
    """Three to six figures of one unit, by year as a line, by name as bars."""
    by_year = tuple(_by_year(sentences, language))
    if _is_chart(by_year):
        return Chart(heading, by_year, line=True)
    for sentence in sentences:
        named = tuple(_by_name(sentence, language))
        if _is_chart(named):
            return Chart(heading, named)
    return None


def _is_chart(values: Sequence[Value]) -> bool:
    units = {it.figure.unit for it in values}
    labels = {it.label for it in values}
    few = COUNT_MIN <= len(values) <= VALUES_MAX
    return few and len(units) == 1 and len(labels) == len(values)


def _by_year(sentences: Sequence[str], language: str) -> Iterator[Value]:
    """A year and one figure of a unit in the same or the next clause."""
    for sentence in sentences:
        year = ""
        for part in clauses(sentence):
            found = list(years(part, language))
            year = found[0].figure.text if len(found) == 1 else year
            value = _only_figure(part, language)
            if year and value:
                yield Value(year, value)
                year = ""


def _only_figure(part: str, language: str) -> Figure | None:
    its = [it.figure for it in figures(part, language) if not it.figure.is_year]
    return its[0] if len(its) == 1 and its[0].unit != ("", "") else None


def _by_name(sentence: str, language: str) -> Iterator[Value]:
    """Figures of a sentence, each named by the words since the one before it."""
    found = [it for it in figures(sentence, language) if it.figure.unit != ("", "")]
    starts = [0, *(it.end for it in found)]
    labels = [_name(sentence[start : it.start]) for start, it in zip(starts, found, strict=False)]
    usual = max((len(it.split()) for it in labels[1:]), default=LABEL_WORDS_MAX)
    for n, (it, label) in enumerate(zip(found, labels, strict=True)):
        words = label.split()
        name = " ".join(words[:usual]) if n == 0 and len(words) <= usual + 2 else label
        if is_short(name, LABEL_WORDS_MAX, LABEL_COLUMNS_MAX):
            yield Value(raised(name), it.figure)


def _name(between: str) -> str:
    told = next(reversed(list(clauses(between))), "")
    return trimmed(_without_and(told))


def _without_and(told: str) -> str:
    """Without an `and` of a few letters at the beginning, in whatever language."""
    first, _, others = told.partition(" ")
    joins = len(first) <= len("and") and first.islower()
    return others if joins and others else told
