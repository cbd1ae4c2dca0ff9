"""The part of a clip that a request asks for."""

from typing import Annotated

from pydantic import Field, StrictInt

from api.schema import Body
from domain.clip import ClipSound, Cut

INSTANT_MAX_MS = 24 * 3_600_000

Instant = Annotated[StrictInt, Field(ge=0, le=INSTANT_MAX_MS)]


class CutBody(Body):
    """Milliseconds from the clip's first picture; no end: to the clip's own."""

    in_ms: Instant = 0
    out_ms: Instant | None = None
    sound: ClipSound = ClipSound.MUTED

    @property
    def cut(self) -> Cut:
        return Cut(self.in_ms, self.out_ms, self.sound)
