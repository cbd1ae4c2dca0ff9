"""Explicit marks of direction (rules X1–X8), and the first strong character (P2)."""

from collections.abc import Sequence

DEPTH_MAX = 125
STRONG = ("L", "R", "AL")
ISOLATES, EMBEDDINGS = ("LRI", "RLI", "FSI"), ("LRE", "RLE", "LRO", "RLO")
REMOVED = frozenset(("LRE", "RLE", "LRO", "RLO", "PDF", "BN"))


class Sign:
    """A character in the making: its place, what it counts as, its level; it changes."""

    __slots__ = ("at", "kind", "level", "original")

    def __init__(self, at: int, kind: str, level: int, original: str) -> None:
        self.at, self.kind, self.level, self.original = at, kind, level, original


class _Stack:
    """Levels that explicit marks have opened: (level, override, whether an isolate)."""

    __slots__ = ("embeddings_refused", "entries", "isolates_refused")

    def __init__(self, base: int) -> None:
        self.entries = [(base, "", False)]
        self.isolates_refused = self.embeddings_refused = 0

    @property
    def level(self) -> int:
        return self.entries[-1][0]

    def open(self, *, rtl: bool, override: str, isolate: bool) -> None:
        """X2–X5c."""
        level = (self.level + 1) | 1 if rtl else (self.level + 2) & ~1
        if level <= DEPTH_MAX and not self.isolates_refused and not self.embeddings_refused:
            self.entries.append((level, override, isolate))
        elif isolate:
            self.isolates_refused += 1
        elif not self.isolates_refused:
            self.embeddings_refused += 1

    def close_isolate(self) -> None:
        """X6a."""
        if self.isolates_refused:
            self.isolates_refused -= 1
        elif any(it[2] for it in self.entries):
            self.embeddings_refused = 0
            while not self.entries.pop()[2]:
                pass

    def close_embedding(self) -> None:
        """X7."""
        if self.isolates_refused:
            return
        if self.embeddings_refused:
            self.embeddings_refused -= 1
        elif len(self.entries) > 1 and not self.entries[-1][2]:
            self.entries.pop()


def first_strong(classes: Sequence[str]) -> str:
    """The first of L, R and AL that no isolate holds (P2); without any, L."""
    depth = 0
    for kind in classes:
        if kind in ISOLATES:
            depth += 1
        elif kind == "PDI":
            depth = max(0, depth - 1)
        elif kind in STRONG and not depth:
            return kind
    return "L"


def _isolated(classes: Sequence[str], start: int) -> Sequence[str]:
    """What stands between an isolate's mark and its end."""
    depth = 1
    for n in range(start + 1, len(classes)):
        depth += (classes[n] in ISOLATES) - (classes[n] == "PDI")
        if not depth:
            return classes[start + 1 : n]
    return classes[start + 1 :]


def explicit(classes: Sequence[str], base: int) -> list[Sign]:
    """X1–X8."""
    stack = _Stack(base)
    signs = []
    for at, kind in enumerate(classes):
        if kind == "PDI":
            stack.close_isolate()
        level, override, _ = stack.entries[-1]
        shown = override if override and kind not in REMOVED and kind != "B" else kind
        signs.append(Sign(at, shown, base if kind == "B" else level, kind))
        if kind in ISOLATES:
            inner = first_strong(_isolated(classes, at)) if kind == "FSI" else ""
            stack.open(rtl=kind == "RLI" or inner in ("R", "AL"), override="", isolate=True)
        elif kind in EMBEDDINGS:
            override = kind[0] if kind.endswith("O") else ""
            stack.open(rtl=kind[0] == "R", override=override, isolate=False)
        elif kind == "PDF":
            stack.close_embedding()
    return signs
