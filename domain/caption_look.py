"""How a channel's captions look: three presets, or a look of its own.

A look is whole: every value is in it, so that a preset may change without changing films that
were asked for before. Colours are `#rrggbb`; those of outline and boxes may be `#rrggbbaa`.
"""

import re
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from typing import Any

from domain.contrast import CONTRAST_MIN, contrast, laid_over
from domain.event import Refused

SIZE_MIN, SIZE_MAX = 60, 160
WEIGHT_MIN, WEIGHT_MAX = 400, 900
OUTLINE_MAX = 15
CONDENSED_PERCENT = 78
"""How wide condensed letters are, of the usual width."""
OUTLINE_LEGIBLE = 4
"""From this many percent of the size on, an outline parts letters from a picture."""

_COLOUR = re.compile(r"#[0-9a-f]{6}")
_COLOUR_OR_CLEAR = re.compile(r"#[0-9a-f]{6}([0-9a-f]{2})?")
_PICTURES = ("#000000", "#ffffff")
"""The darkest and the brightest that may lie beneath a caption."""


class CaptionPreset(StrEnum):
    """`clear`: white on a soft panel. `bold`: large and outlined. `marker`: the word is marked."""

    CLEAR = "clear"
    BOLD = "bold"
    MARKER = "marker"
    CUSTOM = "custom"


class CaptionFont(StrEnum):
    """The family of Latin letters; every script that it lacks is set in Noto Sans."""

    SANS = "sans"
    CONDENSED = "condensed"
    SERIF = "serif"
    MONTSERRAT = "montserrat"


class CaptionPlace(StrEnum):
    LOW = "low"
    MIDDLE = "middle"
    HIGH = "high"


@dataclass(frozen=True, slots=True)
class CaptionLook:
    """`size_percent` of the usual size, `outline_percent` of the size; no colour: no box."""

    preset: CaptionPreset = CaptionPreset.CLEAR
    font: CaptionFont = CaptionFont.SANS
    size_percent: int = 100
    weight: int = 700
    colour: str = "#ffffff"
    spoken: str = "#ffd23f"
    outline: str = "#000000d9"
    outline_percent: int = 5
    box: str = "#0b0e149e"
    spoken_box: str = ""
    place: CaptionPlace = CaptionPlace.LOW


CLEAR = CaptionLook()
PRESETS = {
    CaptionPreset.CLEAR: CLEAR,
    CaptionPreset.BOLD: CaptionLook(
        CaptionPreset.BOLD,
        CaptionFont.MONTSERRAT,
        size_percent=115,
        weight=850,
        spoken="#3dff8b",
        outline="#000000",
        outline_percent=11,
        box="",
    ),
    CaptionPreset.MARKER: CaptionLook(
        CaptionPreset.MARKER,
        size_percent=105,
        weight=800,
        spoken="#10131a",
        outline="#000000",
        outline_percent=9,
        box="",
        spoken_box="#ffd23f",
    ),
}


@dataclass(frozen=True, slots=True)
class AskedLook:
    """What was said of a look; the rest is the preset's where one was said, else as it was."""

    preset: CaptionPreset | None = None
    font: CaptionFont | None = None
    size_percent: int | None = None
    weight: int | None = None
    colour: str | None = None
    spoken: str | None = None
    outline: str | None = None
    outline_percent: int | None = None
    box: str | None = None
    spoken_box: str | None = None
    place: CaptionPlace | None = None

    def over(self, before: CaptionLook) -> CaptionLook:
        base = PRESETS.get(self.preset, before) if self.preset else before
        said: dict[str, Any] = {
            it.name: value if isinstance(value, StrEnum | int) else value.lower()
            for it in fields(self)
            if (value := getattr(self, it.name)) is not None and it.name != "preset"
        }
        whole = replace(base, **said)
        preset = next(
            (name for name, it in PRESETS.items() if replace(whole, preset=name) == it),
            CaptionPreset.CUSTOM,
        )
        return replace(whole, preset=preset)


UNSAID = AskedLook()


def refuse_unfit(look: CaptionLook) -> None:
    """Raises Refused: `caption-colour`, `caption-range`, `caption-contrast`."""
    _refuse_colours(look)
    _refuse_range("size", look.size_percent, SIZE_MIN, SIZE_MAX, " % of the usual size")
    _refuse_range("weight", look.weight, WEIGHT_MIN, WEIGHT_MAX, "")
    _refuse_range("outline", look.outline_percent, 0, OUTLINE_MAX, " % of the size")
    _refuse_contrast("the letters", look.colour, _grounds(look))
    marked = [[look.spoken_box]] if look.spoken_box else _grounds(look)
    _refuse_contrast("the spoken word", look.spoken, marked)


def _refuse_colours(look: CaptionLook) -> None:
    opaque = {"colour": look.colour, "spoken": look.spoken}
    if look.spoken_box:
        opaque["spoken_box"] = look.spoken_box
    veiled = {"outline": look.outline} | ({"box": look.box} if look.box else {})
    for name, it in opaque.items():
        if not _COLOUR.fullmatch(it):
            raise Refused("caption-colour", f"{name} is a colour like #ffd23f, not {it!r}")
    for name, it in veiled.items():
        if not _COLOUR_OR_CLEAR.fullmatch(it):
            raise Refused(
                "caption-colour", f"{name} is a colour like #0b0e14 or #0b0e149e, not {it!r}"
            )


def _refuse_range(name: str, value: int, least: int, most: int, of: str) -> None:
    if not least <= value <= most:
        raise Refused(
            "caption-range", f"the {name} of captions is {least} to {most}{of}, not {value}"
        )


def _grounds(look: CaptionLook) -> list[list[str]]:
    """What parts the letters from a picture, each as it looks over the extremes of one."""
    veils = [look.outline] if look.outline_percent >= OUTLINE_LEGIBLE else []
    veils += [look.box] if look.box else []
    return [[laid_over(veil, it) for it in _PICTURES] for veil in veils]


def _refuse_contrast(what: str, colour: str, grounds: list[list[str]]) -> None:
    """The best of the grounds counts, at the picture where it is worst."""
    if not grounds:
        raise Refused(
            "caption-contrast",
            f"{what} of captions need an outline of {OUTLINE_LEGIBLE} % or more, or a box;"
            " no colour alone can be read over every picture",
        )
    best = max(min(contrast(colour, it) for it in ground) for ground in grounds)
    if best < CONTRAST_MIN:
        raise Refused(
            "caption-contrast",
            f"{what} in {colour} cannot be read: its contrast is {best:.1f} : 1 where the picture"
            f" is worst, and {CONTRAST_MIN} : 1 is needed; choose a lighter colour, or a darker"
            " and denser outline or box",
        )
