"""The look of a channel's films: a theme, and what of it is the channel's own.

Colours are `#rrggbb`, none the theme's. A look stored is plain values: what they may be is asked
when a person decides them, so that what was decided before stays readable.
"""

from dataclasses import dataclass, fields, replace
from enum import StrEnum
from typing import Any

from domain.caption_look import CaptionFont
from domain.event import Refused
from domain.ids import AssetId, BlobId
from domain.scene.theme import THEMES, Theme

END_CARD_MIN_S, END_CARD_MAX_S = 5, 20
"""As long as YouTube shows an end screen."""
TEXT_CHARACTERS_MAX = 60


class ThemeName(StrEnum):
    """`night`: deep blue, calm. `paper`: light, quiet. `signal`: green, heavy, springy."""

    NIGHT = "night"
    PAPER = "paper"
    SIGNAL = "signal"


@dataclass(frozen=True, slots=True)
class Logo:
    """An uploaded picture, by its asset and its bytes."""

    asset_id: AssetId
    blob: BlobId


@dataclass(frozen=True, slots=True)
class OwnColours:
    """Colours instead of the theme's; an empty one leaves the theme's."""

    low: str = ""
    high: str = ""
    panel: str = ""
    text: str = ""
    quiet: str = ""
    accent: str = ""
    on_accent: str = ""

    @property
    def said(self) -> dict[str, str]:
        return {it.name: value for it in fields(self) if (value := getattr(self, it.name))}


@dataclass(frozen=True, slots=True)
class Look:
    """An empty `lower_third` or `end_card` shows none; `end_card_s` is how long it stands."""

    theme: ThemeName = ThemeName.NIGHT
    colours: OwnColours = OwnColours()
    font: CaptionFont = CaptionFont.SANS
    logo: Logo | None = None
    lower_third: str = ""
    end_card: str = ""
    end_card_s: int = 8


USUAL = Look()


@dataclass(frozen=True, slots=True)
class AskedFilmLook:
    """What was said of a look; the rest stays as it was. `logo_removed` takes the logo away."""

    theme: ThemeName | None = None
    colours: OwnColours | None = None
    font: CaptionFont | None = None
    logo: Logo | None = None
    logo_removed: bool = False
    lower_third: str | None = None
    end_card: str | None = None
    end_card_s: int | None = None

    def over(self, before: Look) -> Look:
        said: dict[str, Any] = {
            it.name: value
            for it in fields(Look)
            if (value := getattr(self, it.name)) is not None and it.name != "colours"
        }
        if self.logo_removed:
            said["logo"] = None
        return replace(before, **said, colours=self._colours(before))

    def _colours(self, before: Look) -> OwnColours:
        """Another theme begins with its own colours."""
        kept = OwnColours() if self.theme not in (None, before.theme) else before.colours
        if self.colours is None:
            return kept
        return replace(kept, **{name: it.lower() for name, it in self.colours.said.items()})


def theme_of(look: Look) -> Theme:
    """The whole theme. Raises ValueError where its colours cannot be read."""
    theme = THEMES[look.theme.value]
    colours = replace(theme.colours, **look.colours.said) if look.colours.said else theme.colours
    return replace(theme, colours=colours, type=replace(theme.type, family=look.font.value))


def refuse_unfit(look: Look) -> None:
    """Raises Refused: `look-colour`, `look-text`, `look-end-card`."""
    try:
        theme_of(look)
    except ValueError as fault:
        raise Refused("look-colour", f"these colours make no theme: {fault}") from fault
    for name, text in (("a lower third", look.lower_third), ("an end card", look.end_card)):
        if len(text) > TEXT_CHARACTERS_MAX:
            raise Refused(
                "look-text",
                f"{name} says at most {TEXT_CHARACTERS_MAX} characters, not {len(text)}",
            )
    if not END_CARD_MIN_S <= look.end_card_s <= END_CARD_MAX_S:
        raise Refused(
            "look-end-card",
            f"an end card stands {END_CARD_MIN_S} to {END_CARD_MAX_S} s, not {look.end_card_s}",
        )
