"""A clip's pictures by their time: decoded forward, found again exactly after a jump.

The same instant gives the same picture whether the clip was read from its start or from
anywhere: a jump lands on a key picture, what leans on still older ones is left out, and where
nothing early enough is left, the jump begins earlier.
"""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice

import av
from av.packet import Packet
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from adapters.render.clips.container import Opened, Unusable, refuse_large
from adapters.render.clips.weaving import Woven

AHEAD_US = 2_000_000
"""A jump pays where so much would have to be decoded for nothing."""
BACK_FIRST_US, BACK_FACTOR = 500_000, 4
BEFORE_US = 10_000_000
"""To be sure of the first picture, so much before it is sought: not every kind has an index.
What has one may not permit it."""
LEAD_PICTURES = 3
"""Interlaced pictures that are decoded before the first one that is kept: it needs them."""
LOOKED_AT = 3
"""First pictures that tell whether all are interlaced."""
DAMAGED_MAX = 25
"""Packets that cannot be decoded, after which a clip is given up."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture and when it is shown, in microseconds from the clip's start."""

    at_us: int
    frame: VideoFrame


@dataclass(slots=True)
class Pictures:
    """Forward through a clip; where it is asked for something earlier, it begins again."""

    its: Opened
    interlaced: bool = False
    _coming: Iterator[Shown] | None = None
    _now: Shown | None = None
    _next: Shown | None = None
    _key_us: int | None = None
    _damaged: int = 0

    def at(self, us: int) -> Shown:
        """The last picture that begins at `us` or before; the first where none does.

        Raises Unusable where no picture can be decoded.
        """
        if self._now is None or us < self._now.at_us or self._is_far(us):
            self._jump(us)
        while self._next is not None and self._next.at_us <= us:
            self._now, self._next = self._next, self._following()
        if self._now is None:
            raise Unusable("none of its pictures can be decoded")
        return self._now

    @classmethod
    def of(cls, its: Opened) -> "Pictures":
        """Woven where one of the first pictures says that it is interlaced."""
        first = islice(cls(its)._decoded(0), LOOKED_AT)
        return cls(its, any(it.frame.interlaced_frame for it in first))

    def _is_far(self, us: int) -> bool:
        return self._next is not None and us - self._next.at_us > AHEAD_US

    def _jump(self, us: int) -> None:
        from_us, back_us = us, BACK_FIRST_US
        self._land(from_us)
        while from_us > 0 and (self._now is None or self._now.at_us > us):
            from_us, back_us = max(0, us - back_us), back_us * BACK_FACTOR
            self._land(from_us)

    def _land(self, from_us: int) -> None:
        self._coming = self._decoded(from_us)
        self._now = self._following()
        for _ in range(LEAD_PICTURES if self.interlaced and from_us > 0 else 0):
            self._now = self._following()
        self._next = self._following()

    def _following(self) -> Shown | None:
        return next(self._coming, None) if self._coming else None

    def _decoded(self, from_us: int) -> Iterator[Shown]:
        """By rising time, from a key picture before an instant on."""
        self._key_us = None if from_us > 0 else 0
        self._seek(from_us)
        last_us = -1
        for frame in self._woven():
            ticks = frame.pts if frame.pts is not None else frame.dts
            at_us = last_us + 1 if ticks is None else max(0, self.its.us(ticks))
            if at_us > last_us and at_us >= (self._key_us or 0):
                last_us = at_us
                yield Shown(at_us, frame)

    def _seek(self, us: int) -> None:
        """Where a clip cannot be entered at an instant, it is entered at its start."""
        for at_us in (*([us] if us > 0 else []), -BEFORE_US):
            with suppress(av.PermissionError):
                self._go(at_us)
                return
        self._go(0)

    def _go(self, us: int) -> None:
        ticks = self.its.ticks(us)
        self.its.container.seek(ticks, stream=self.its.stream, backward=True)

    def _woven(self) -> Iterator[VideoFrame]:
        if not self.interlaced:
            yield from self._frames()
            return
        woven = Woven(self.its.time_base)
        for frame in self._frames():
            yield from woven.through(frame)
        yield from woven.rest()

    def _frames(self) -> Iterator[VideoFrame]:
        for packet in self.its.container.demux(self.its.stream):
            if self._key_us is None and packet.is_keyframe and packet.pts is not None:
                self._key_us = self.its.us(packet.pts)
            for frame in self._unpacked(packet):
                refuse_large(frame.width, frame.height)
                yield frame

    def _unpacked(self, packet: "Packet[VideoStream]") -> list[VideoFrame]:
        try:
            return packet.decode()
        except av.InvalidDataError as fault:
            self._damaged += 1
            if self._damaged > DAMAGED_MAX:
                raise Unusable("too many of its pictures are damaged") from fault
            return []
