"""NV12: a picture as planes of bytes, luma and chroma in pairs; BT.709, limited range."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from av import VideoFrame

Bytes = NDArray[np.uint8]
Levels = NDArray[np.uint16]
"""In 2^-8ths of a level."""
Grain = NDArray[np.int16]
"""In 2^-8ths of a level."""


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Nv12:
    """Luma (h, w) and chroma (h/2, w/2, 2): Cb, Cr of every second pixel, left-sited.

    `frame` is the one of FFmpeg's whose memory they are, if they are.
    """

    luma: Bytes
    chroma: Bytes
    frame: "VideoFrame | None" = field(default=None, kw_only=True)

    @property
    def width(self) -> int:
        return int(self.luma.shape[1])

    @property
    def height(self) -> int:
        return int(self.luma.shape[0])


def blank(width: int, height: int) -> Nv12:
    """Memory for a picture."""
    return Nv12(
        np.empty((height, width), np.uint8), np.empty((height // 2, width // 2, 2), np.uint8)
    )
