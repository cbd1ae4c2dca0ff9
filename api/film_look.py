"""The look of a channel's films, as a request says it."""

from typing import Annotated
from uuid import UUID

from pydantic import Field, StrictInt

from api.schema import SEEN, Body
from domain.caption_look import CaptionFont
from domain.scene.look import AskedFilmLook, OwnColours, ThemeName

COLOUR = "^#[0-9a-fA-F]{6}$"

Colour = Annotated[str, Field(pattern=COLOUR)]


class ColoursBody(Body):
    """`#rrggbb` instead of the theme's; all that is written has a contrast of 4.5 at least."""

    low: Colour = ""
    high: Colour = ""
    panel: Colour = ""
    text: Colour = ""
    quiet: Colour = ""
    accent: Colour = ""
    on_accent: Colour = ""


class LookBody(Body):
    """What is not said stays as it was; another theme begins with its own colours.

    `logo` is the asset of an uploaded picture. An empty lower third or end card shows none.
    """

    theme: ThemeName | None = None
    colours: ColoursBody | None = None
    font: CaptionFont | None = None
    logo: UUID | None = None
    logo_removed: bool = False
    lower_third: Annotated[str, SEEN] | None = None
    end_card: Annotated[str, SEEN] | None = None
    end_card_s: StrictInt | None = None

    def asked(self) -> AskedFilmLook:
        own = OwnColours(**self.colours.model_dump()) if self.colours else None
        return AskedFilmLook(
            theme=self.theme,
            colours=own,
            font=self.font,
            logo_removed=self.logo_removed,
            lower_third=self.lower_third,
            end_card=self.end_card,
            end_card_s=self.end_card_s,
        )
