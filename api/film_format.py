"""The format of films, as a request says it."""

from typing import Literal

from api.schema import Body
from domain.film_format import AskedFormat, Codec, Resolution


class FormatBody(Body):
    """What is not said stays as it was decided: by the channel, else 1080p at 30, H.264."""

    resolution: Resolution | None = None
    fps: Literal[24, 25, 30, 50, 60] | None = None
    codec: Codec | None = None

    def asked(self) -> AskedFormat:
        return AskedFormat(self.resolution, self.fps, self.codec)
