"""A worker process: takes orders on standard input, makes segments, replies on standard output.

It ends when its input ends, so that none outlives the process that started it, whatever
became of that one.
"""

import os
import sys
from collections.abc import Iterator
from queue import SimpleQueue
from threading import Thread
from time import monotonic, process_time
from typing import TextIO

import torch

from adapters.render.clips.readers import Clips
from adapters.render.compositor import Compositor
from adapters.render.encode import encode
from adapters.render.fonts import Typefaces
from adapters.render.orders import Order, Reply
from adapters.render.patches import Planes
from adapters.render.segments import SegmentCache
from adapters.render.stills import Stills
from processors.errors import CallError

TOLD_EVERY_S = 0.4
PATIENCE = 5
"""Niceness: a film may take its time, what a person waits for may not."""


class Worker:
    """Makes one segment after another; what stills it has made ready it keeps."""

    def __init__(self, answers: TextIO) -> None:
        self._answers = answers
        self._stills = Stills({}, "cpu")
        self._clips = Clips({})

    def make(self, order: Order) -> None:
        began_s = process_time()
        try:
            data = self._encoded(order)
            path = SegmentCache(order.folder, 0).keep(order.key, data)
        except CallError as fault:
            self._tell(Reply(code=fault.code, fault=fault.sentence))
            return
        self._tell(Reply(path=str(path), cpu_ms=round((process_time() - began_s) * 1000)))

    def _encoded(self, order: Order) -> bytes:
        self._stills.paths = self._clips.paths = order.images
        faces = Typefaces.of(order.part)
        compositor = Compositor(order.part, self._stills, faces, clips=self._clips)
        return encode(self._drawn(compositor, order), order.part.canvas, order.part.profile)

    def _drawn(self, compositor: Compositor, order: Order) -> Iterator[Planes]:
        told, told_s = 0, monotonic()
        for frame in range(order.part.duration_frames):
            yield compositor.draw(frame)
            if monotonic() - told_s > TOLD_EVERY_S:
                self._tell(Reply(frames=frame + 1 - told))
                told, told_s = frame + 1, monotonic()
        self._tell(Reply(frames=order.part.duration_frames - told))

    def _tell(self, reply: Reply) -> None:
        self._answers.write(reply.line())
        self._answers.flush()


def main() -> None:
    os.nice(PATIENCE)
    torch.set_num_threads(1)
    lines: SimpleQueue[str] = SimpleQueue()
    Thread(target=_listen, args=(sys.stdin, lines), daemon=True).start()
    worker = Worker(sys.stdout)
    while True:
        worker.make(Order.read(lines.get()))


def _listen(orders: TextIO, lines: "SimpleQueue[str]") -> None:
    """Pass orders on; at the end of the input the whole process ends, in the middle of a frame."""
    for line in orders:
        lines.put(line)
    os._exit(0)


if __name__ == "__main__":
    main()
