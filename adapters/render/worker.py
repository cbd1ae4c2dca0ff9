"""A worker process: takes orders from a socket, makes segments, replies on it.

It ends when its orders end, so that none outlives the process that asked for it, whatever
became of that one.
"""

import os
from collections.abc import Iterator
from contextlib import suppress
from queue import SimpleQueue
from socket import socket
from threading import Thread
from time import monotonic
from typing import TextIO

from adapters.render.clips.readers import Clips
from adapters.render.compositor import Compositor
from adapters.render.encode import encode
from adapters.render.encoders import BY_NAME
from adapters.render.faults import plainly
from adapters.render.fonts import Typefaces
from adapters.render.metering import Metering
from adapters.render.orders import Order, Reply
from adapters.render.patches import Planes
from adapters.render.segments import SegmentCache
from adapters.render.stills import Stills
from processors.errors import CallError, Unavailable

TOLD_EVERY_S = 0.4
PATIENCE = 5
"""Niceness: a film may take its time, what a person waits for may not."""


class Worker:
    """Makes one segment after another; what stills it has made ready it keeps."""

    def __init__(self, answers: TextIO) -> None:
        self._answers = answers
        self._stills = Stills({})
        self._clips = Clips({})

    def make(self, order: Order) -> None:
        try:
            with plainly(order.folder), Metering(order.device) as metering:
                data = self._encoded(order, metering)
                path = SegmentCache(order.folder, 0).keep(order.key, data)
        except CallError as fault:
            passing = isinstance(fault, Unavailable)
            self._tell(Reply(code=fault.code, fault=fault.sentence, passing=passing))
            return
        cpu_ms, gpu_ms = metering.cpu_ms, metering.gpu_ms
        self._tell(Reply(key=order.key, path=str(path), cpu_ms=cpu_ms, gpu_ms=gpu_ms))

    def _encoded(self, order: Order, metering: Metering) -> bytes:
        self._stills.paths = self._clips.paths = order.images
        self._clips.allowed = order.allowed
        part, faces = order.part, Typefaces.of(order.part)
        compositor = Compositor(part, self._stills, faces, order.device, clips=self._clips)
        drawn = self._drawn(compositor, order, metering)
        return encode(drawn, part.canvas, part.profile, BY_NAME[order.encoder])

    def _drawn(self, compositor: Compositor, order: Order, metering: Metering) -> Iterator[Planes]:
        told, told_s = 0, monotonic()
        for frame in range(order.part.duration_frames):
            metering.begin()
            planes = compositor.draw(frame)
            metering.end()
            yield planes
            if monotonic() - told_s > TOLD_EVERY_S:
                self._tell(Reply(frames=frame + 1 - told))
                told, told_s = frame + 1, monotonic()
        self._tell(Reply(frames=order.part.duration_frames - told))

    def _tell(self, reply: Reply) -> None:
        self._answers.write(reply.line())
        self._answers.flush()


def work(line: socket) -> None:
    """Carries out orders for as long as there are any to come, then ends the process."""
    os.nice(PATIENCE)
    lines: SimpleQueue[str] = SimpleQueue()
    orders, answers = line.makefile("r"), line.makefile("w")
    Thread(target=_listen, args=(orders, lines), daemon=True).start()
    worker = Worker(answers)
    while True:
        worker.make(Order.read(lines.get()))


def _listen(orders: TextIO, lines: "SimpleQueue[str]") -> None:
    """Pass orders on; at the end of the input the whole process ends, in the middle of a frame."""
    with suppress(ConnectionError):  # whoever asked was killed, with an answer unread
        for line in orders:
            lines.put(line)
    os._exit(0)
