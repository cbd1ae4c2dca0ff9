"""Fonts: which files there are, what each covers, and text measured and drawn with them.

The faces are parts of installed packages with free licences (SIL OFL 1.1), never the host's:
the same text looks the same everywhere. A line is set in the first face that covers all of
it; only where none does is it split into runs. Shaping and direction are Raqm's.
"""

import hashlib
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path

from fontTools.ttLib import TTFont
from PIL import ImageDraw, ImageFont

from processors.errors import NotConfigured

# (module, file within it), best first; those of scripts with many thousand signs are extras.
_FACES = (
    ("fontpkg_noto_sans", "files/NotoSans[wdth,wght].ttf"),
    ("fontpkg_noto_sans_arabic", "files/NotoSansArabic[wdth,wght].ttf"),
    ("pylopdf_fonts_he", "NotoSansHebrew-Variable.ttf"),
    ("pylopdf_fonts_jp", "NotoSansJP-Regular.otf"),
    ("pylopdf_fonts_zh_cn", "NotoSansSC-Regular.otf"),
    ("pylopdf_fonts_ko", "NotoSansKR-Regular.otf"),
)
_SIZES_HELD = 64

REGULAR, MEDIUM, BOLD, HEAVY = 400, 500, 700, 800

Colour = tuple[int, int, int] | tuple[int, int, int, int] | int
"""What Pillow fills with: RGB, RGBA, or one level of a mask."""


@dataclass(frozen=True, slots=True)
class Face:
    """One font file by what it is; `covers` holds code points."""

    path: Path
    sha256: str
    covers: frozenset[int]

    def has(self, text: str) -> bool:
        return all(ord(it) in self.covers or _unseen(it) for it in text)


@dataclass(frozen=True, slots=True)
class Style:
    """Size of the em in pixels, weight (100–900) and width (62–100 % of normal)."""

    size_px: int
    weight: int = REGULAR
    width_percent: int = 100

    @property
    def cap_px(self) -> float:
        """Height of a capital: 714 of the 1,000 units of Noto Sans' em."""
        return self.size_px * 0.714


@cache
def faces() -> tuple[Face, ...]:
    """Every installed face, best first; raises NotConfigured where there is none."""
    found = tuple(_face(path) for path in _paths())
    if not found:
        raise NotConfigured("no font is installed; install the package fontpkg-noto-sans")
    return found


def showable(text: str) -> str:
    """The text without symbols (emoji, arrows) that no face has.

    Raises NotConfigured for a letter or digit that none has: leaving it out would change
    what is said.
    """
    return "".join(it for it in unicodedata.normalize("NFC", text) if _is_covered(it))


def is_rtl(text: str) -> bool:
    """Whether the first letter with a direction is written from right to left."""
    strong = (unicodedata.bidirectional(it) for it in text)
    return next((it for it in strong if it in ("L", "R", "AL")), "L") != "L"


def length_px(text: str, style: Style) -> float:
    """How far the line advances."""
    return sum(font(face, style).getlength(run) for face, run in _runs(text))


def ink_px(text: str, style: Style) -> tuple[float, float, float, float]:
    """Left, top, right, bottom of the ink from the line's origin on its baseline; 0s for none."""
    boxes = list(_inks(text, style))
    if not boxes:
        return 0.0, 0.0, 0.0, 0.0
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def draw_line(
    draw: ImageDraw.ImageDraw, at_px: tuple[float, float], text: str, style: Style, fill: Colour
) -> None:
    """Draw one line; `at_px` is its left end on the baseline, in either direction of writing."""
    x_px, y_px = at_px
    for face, run in _runs(text):
        sized = font(face, style)
        draw.text((x_px, y_px), run, fill=fill, font=sized, anchor="ls")
        x_px += sized.getlength(run)


@lru_cache(maxsize=_SIZES_HELD)
def font(face: Face, style: Style) -> ImageFont.FreeTypeFont:
    """The face at this size; weight and width apply where the face varies."""
    sized = ImageFont.truetype(str(face.path), style.size_px)
    try:
        sized.get_variation_axes()
    except OSError:
        return sized
    sized.set_variation_by_axes([style.weight, style.width_percent])
    return sized


def _paths() -> Iterator[Path]:
    for module, file in _FACES:
        spec = find_spec(module)
        if spec is not None and spec.origin is not None:
            yield Path(spec.origin).parent / file


def _face(path: Path) -> Face:
    with TTFont(path, lazy=True) as opened:
        covers = frozenset(opened.getBestCmap())
    return Face(path, hashlib.sha256(path.read_bytes()).hexdigest(), covers)


def _inks(text: str, style: Style) -> Iterator[tuple[float, float, float, float]]:
    x_px = 0.0
    for face, run in _runs(text):
        sized = font(face, style)
        mask, (left, top) = sized.getmask2(run, "L", anchor="ls")
        if box := mask.getbbox():
            yield x_px + left + box[0], top + box[1], x_px + left + box[2], top + box[3]
        x_px += sized.getlength(run)


def _unseen(letter: str) -> bool:
    """White space, joiners and marks of direction take no glyph of their own."""
    return letter.isspace() or unicodedata.category(letter) == "Cf"


def _is_covered(letter: str) -> bool:
    if any(it.has(letter) for it in faces()):
        return True
    if unicodedata.category(letter)[0] in "LN":
        name = unicodedata.name(letter, f"U+{ord(letter):04X}")
        raise NotConfigured(
            f"no installed font has {letter!r} ({name}); for Chinese, Japanese and Korean install"
            " pylopdf-fonts-zh-cn, pylopdf-fonts-jp or pylopdf-fonts-ko"
        )
    return False


def _runs(text: str) -> list[tuple[Face, str]]:
    """The line as runs of one face each, from left to right."""
    whole = next((it for it in faces() if it.has(text)), None)
    if whole is not None:
        return [(whole, text)]
    runs: list[tuple[Face, str]] = []
    for letter in showable(text):
        if runs and runs[-1][0].has(letter):
            runs[-1] = (runs[-1][0], runs[-1][1] + letter)
        else:
            runs.append((next(it for it in faces() if it.has(letter)), letter))
    return runs[::-1] if is_rtl(text) else runs
