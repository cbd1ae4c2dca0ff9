"""Faces: which font files there are, what each covers, and one of them at a size.

They are parts of installed packages with free licences (SIL OFL 1.1), never the host's: the
same text looks the same everywhere. What is not always installed is an extra (`pyproject.toml`).
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path

from fontTools.ttLib import TTFont
from PIL import ImageFont

from domain.graphemes import is_unseen
from processors.errors import NotConfigured

_SIZES_HELD = 64
_STROKE_BOLD = 0.02
"""What a face without a weight axis is grown by at BOLD, in em: its stems become bold ones."""

REGULAR, MEDIUM, BOLD, HEAVY = 400, 500, 700, 800


EMOJI, COLOUR_EMOJI = "emoji", "colour-emoji"
"""Families: of one colour, set like letters, and of many, painted over them."""
RASTER = "uharfbuzz"
"""The module that paints the latter."""


@dataclass(frozen=True, slots=True)
class _File:
    """A file within a package; of `languages` it is the first choice for Han.

    Where it `needs` another module, it is none without.
    """

    module: str
    file: str
    family: str = "sans"
    languages: tuple[str, ...] = ()
    needs: str = ""


# Best first; a family other than `sans` is taken where it is asked for, or nothing else fits.
_FILES = (
    _File("fontpkg_noto_sans", "files/NotoSans[wdth,wght].ttf"),
    _File("fontpkg_noto_sans_arabic", "files/NotoSansArabic[wdth,wght].ttf"),
    _File("pylopdf_fonts_he", "NotoSansHebrew-Variable.ttf"),
    _File("fontpkg_noto_sans_thai", "files/NotoSansThai[wdth,wght].ttf"),
    _File("pylopdf_fonts_jp", "NotoSansJP-Regular.otf", languages=("ja",)),
    _File("pylopdf_fonts_zh_cn", "NotoSansSC-Regular.otf", languages=("zh",)),
    _File("pylopdf_fonts_zh_tw", "NotoSansTC-Regular.otf", languages=("zh-hant", "yue")),
    _File("pylopdf_fonts_ko", "NotoSansKR-Regular.otf", languages=("ko",)),
    _File("deckr_fonts", "fonts/NotoEmoji[wght].ttf", EMOJI),
    _File("deckr_fonts", "fonts/NotoColorEmoji-Regular.ttf", COLOUR_EMOJI, needs=RASTER),
    _File("fontpkg_montserrat", "files/Montserrat[wght].ttf", family="montserrat"),
    _File("fontpkg_noto_serif", "files/NotoSerif[wdth,wght].ttf", family="serif"),
)
EXTRAS = {
    "fonts-zh": ("pylopdf_fonts_zh_cn", "pylopdf_fonts_zh_tw"),
    "fonts-emoji": ("deckr_fonts", RASTER),
}
"""What is not always installed (`pyproject.toml`), by its modules."""
_TRADITIONAL = ("zh-tw", "zh-hk", "zh-mo")


@dataclass(frozen=True, slots=True)
class Face:
    """One font file by what it is."""

    path: Path
    sha256: str
    family: str = "sans"
    languages: tuple[str, ...] = ()

    @property
    def covers(self) -> frozenset[int]:
        """Its code points, read when they are first asked for; none where it sets no text."""
        return frozenset() if self.family == COLOUR_EMOJI else _code_points(self.path)

    def has(self, text: str) -> bool:
        covers = self.covers
        return all(ord(it) in covers or is_unseen(it) for it in text)


@dataclass(frozen=True, slots=True)
class Style:
    """Size of the em in pixels, weight (100-900), width (62-100 % of normal), family."""

    size_px: int
    weight: int = REGULAR
    width_percent: int = 100
    family: str = "sans"

    @property
    def cap_px(self) -> float:
        """Height of a capital: 714 of the 1,000 units of Noto Sans' em."""
        return self.size_px * 0.714


@cache
def faces() -> tuple[Face, ...]:
    """Every installed face, best first; raises NotConfigured where there is none."""
    found = tuple(_face(path, its) for its in _FILES if (path := _path(its)) is not None)
    if not found:
        raise NotConfigured("no font is installed; install the package fontpkg-noto-sans")
    return found


def absent_extras() -> tuple[str, ...]:
    """The extras of which something is not installed."""
    return tuple(name for name, its in EXTRAS.items() if not all(map(find_spec, its)))


def for_language(known: Sequence[Face], language: str) -> tuple[Face, ...]:
    """The faces in the order in which a text of this language (BCP 47) takes them.

    Chinese, Japanese and Korean write the same code points, each in forms of its own.
    """
    tag = language.lower()
    wanted = "zh-hant" if tag.startswith(_TRADITIONAL) else tag
    ranked = sorted(known, key=lambda it: _fit(it, wanted), reverse=True)
    han = [it for it in ranked if it.languages]
    return tuple(han.pop(0) if it.languages else it for it in known)


def of_family(known: Sequence[Face], family: str) -> tuple[Face, ...]:
    """Those of the family first, then the `sans` of every script."""
    return tuple(sorted(known, key=lambda it: (it.family != family, it.family != "sans")))


@lru_cache(maxsize=_SIZES_HELD)
def font(face: Face, style: Style) -> ImageFont.FreeTypeFont:
    """The face at this size; weight and width apply where the face varies."""
    sized = ImageFont.truetype(str(face.path), style.size_px)
    axes = _axes(face.path)
    if axes:
        wanted = {"wght": style.weight, "wdth": style.width_percent}
        sized.set_variation_by_axes(
            [min(max(wanted.get(tag, normal), least), most) for tag, least, normal, most in axes]
        )
    return sized


def growth_px(face: Face, style: Style) -> float:
    """How far the letters of a face without a weight axis are grown to look bold."""
    if style.weight <= MEDIUM or any(tag == "wght" for tag, *_ in _axes(face.path)):
        return 0.0
    return style.size_px * _STROKE_BOLD * (style.weight - REGULAR) / (BOLD - REGULAR)


def _fit(face: Face, tag: str) -> int:
    """How much of the tag the best of the face's languages is."""
    return max((len(it) for it in face.languages if (tag + "-").startswith(it + "-")), default=0)


def _path(its: _File) -> Path | None:
    if its.needs and find_spec(its.needs) is None:
        return None
    spec = find_spec(its.module)
    return None if spec is None or spec.origin is None else Path(spec.origin).parent / its.file


def _face(path: Path, its: _File) -> Face:
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return Face(path, digest, its.family, its.languages)


@cache
def _code_points(path: Path) -> frozenset[int]:
    with TTFont(path, lazy=True) as opened:
        return frozenset(opened.getBestCmap())


@cache
def _axes(path: Path) -> tuple[tuple[str, float, float, float], ...]:
    """Tag, least, normal and greatest value of every axis along which the file varies."""
    with TTFont(path, lazy=True) as opened:
        table = opened["fvar"].axes if "fvar" in opened else ()
        return tuple((it.axisTag, it.minValue, it.defaultValue, it.maxValue) for it in table)
