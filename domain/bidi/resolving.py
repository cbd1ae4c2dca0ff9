"""What each character of a run counts as (rules W1–W7, N0–N2), and its level (I1, I2)."""

import unicodedata
from itertools import groupby

from domain.bidi.explicit import ISOLATES, STRONG
from domain.bidi.runs import Run

_NEUTRAL = frozenset(("B", "S", "WS", "ON", "LRI", "RLI", "FSI", "PDI"))
_BRACKETS_OPEN_MAX = 63


def resolve(run: Run, text: str) -> None:
    """Set the level of every character of the run, which is part of the text."""
    _weak(run)
    _brackets(run, text)
    _neutral(run)
    _implicit(run)


def _weak(run: Run) -> None:
    """W1–W7."""
    _marks_and_numbers(run)
    _separators(run)
    _terminators(run)
    strong = run.before
    for it in run.signs:
        if it.kind in ("ES", "CS"):
            it.kind = "ON"
        strong = it.kind if it.kind in ("L", "R") else strong
        if it.kind == "EN" and strong == "L":
            it.kind = "L"


def _separators(run: Run) -> None:
    """W4: one between two numbers of a kind belongs to them."""
    for before, it, after in zip(run.signs, run.signs[1:], run.signs[2:], strict=False):
        around = (before.kind, after.kind)
        if it.kind in ("ES", "CS") and around == ("EN", "EN"):
            it.kind = "EN"
        elif it.kind == "CS" and around == ("AN", "AN"):
            it.kind = "AN"


def _terminators(run: Run) -> None:
    """W5, W6: those beside a European number belong to it."""
    signs = run.signs
    for kind, group in groupby(list(enumerate(signs)), key=lambda it: it[1].kind):
        if kind == "ET":
            places = [n for n, _ in group]
            beside = {signs[n].kind for n in (places[0] - 1, places[-1] + 1) if 0 <= n < len(signs)}
            for n in places:
                signs[n].kind = "EN" if "EN" in beside else "ON"


def _marks_and_numbers(run: Run) -> None:
    """W1–W3."""
    previous = strong = run.before
    for it in run.signs:
        if it.kind == "NSM":
            it.kind = "ON" if previous in (*ISOLATES, "PDI") else previous
        previous = it.kind
        if it.kind in STRONG:
            strong = it.kind
        elif it.kind == "EN" and strong == "AL":
            it.kind = "AN"
    for it in run.signs:
        it.kind = "R" if it.kind == "AL" else it.kind


def _brackets(run: Run, text: str) -> None:
    """N0: a pair of brackets takes the direction of what it holds, or of what it stands in."""
    for first, last in _pairs(run, text):
        held = {_strength(it.kind) for it in run.signs[first + 1 : last]} - {""}
        direction = run.direction
        if direction not in held and held:
            before = [_strength(it.kind) for it in run.signs[:first]]
            context = next((it for it in reversed(before) if it), run.before)
            direction = context if context in held else direction
        if held:
            _turn(run, first, direction)
            _turn(run, last, direction)


def _pairs(run: Run, text: str) -> list[tuple[int, int]]:
    open_: list[tuple[str, int]] = []
    found: list[tuple[int, int]] = []
    for n, it in enumerate(run.signs):
        sign = unicodedata.normalize("NFC", text[it.at])
        if it.kind != "ON":
            continue
        closing = _closing(sign)
        if closing:
            if len(open_) == _BRACKETS_OPEN_MAX:
                return []
            open_.append((closing, n))
        elif any(sign == it for it, _ in open_):
            while open_[-1][0] != sign:
                open_.pop()
            found.append((open_.pop()[1], n))
    return sorted(found)


def _closing(sign: str) -> str:
    """The mark that closes what this one opens: it stands next to it in Unicode, or one further."""
    if unicodedata.category(sign) != "Ps" or not unicodedata.mirrored(sign):
        return ""
    near = (chr(ord(sign) + it) for it in (1, 2))
    return next((it for it in near if unicodedata.category(it) == "Pe"), "")


def _strength(kind: str) -> str:
    return "R" if kind in ("R", "EN", "AN") else kind if kind == "L" else ""


def _turn(run: Run, at: int, direction: str) -> None:
    """The bracket, and the marks that stand on it."""
    run.signs[at].kind = direction
    for it in run.signs[at + 1 :]:
        if it.original != "NSM":
            return
        it.kind = direction


def _neutral(run: Run) -> None:
    """N1, N2."""
    signs, previous = run.signs, run.before
    for neutral, group in groupby(list(signs), key=lambda it: it.kind in _NEUTRAL):
        its = list(group)
        if neutral:
            end = signs.index(its[-1]) + 1
            following = _strength(signs[end].kind) if end < len(signs) else run.after
            for it in its:
                it.kind = previous if previous == following else run.direction
        previous = _strength(its[-1].kind) or previous


def _implicit(run: Run) -> None:
    """I1, I2."""
    for it in run.signs:
        if it.level % 2:
            it.level += it.kind != "R"
        else:
            it.level += {"R": 1, "L": 0}.get(it.kind, 2)
