"""The look of captions, as a request says it."""

from typing import Literal

from pydantic import StrictInt

from api.schema import Body
from domain.caption_look import AskedLook, CaptionFont, CaptionPlace, CaptionPreset


class CaptionsBody(Body):
    """What is not said is the preset's where one is named, else as it was decided before.

    Colours are `#rrggbb`; those of outline and boxes may be `#rrggbbaa`, and no box is "".
    """

    preset: Literal["clear", "bold", "marker"] | None = None
    font: CaptionFont | None = None
    size_percent: StrictInt | None = None
    weight: StrictInt | None = None
    colour: str | None = None
    spoken: str | None = None
    outline: str | None = None
    outline_percent: StrictInt | None = None
    box: str | None = None
    spoken_box: str | None = None
    place: CaptionPlace | None = None

    def asked(self) -> AskedLook:
        preset = CaptionPreset(self.preset) if self.preset else None
        return AskedLook(**(self.model_dump() | {"preset": preset}))
