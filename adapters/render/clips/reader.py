"""A process that reads one clip: `python -m adapters.render.clips.reader`.

The first line on standard input says what of it is wanted (`Wanted` as JSON); each further
line is an instant in microseconds. The answer to each is `P` and the picture's planes (NV12,
unpadded), or `S` where it is the same picture as before. After `F` a sentence follows, and the
process ends; where it ends without one, it ran into its limits.
"""

import json
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import BinaryIO

from adapters.render.clips.confined import Allowance, confine, wind_up
from adapters.render.clips.container import Opened, Unusable, opened
from adapters.render.clips.fitting import Fitted, Shape, aspect, packed
from adapters.render.clips.pictures import Pictures

PICTURE, SAME, FAULT = b"P", b"S", b"F"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A clip's pictures, covering `width` × `height` (even) pixels."""

    path: str
    width: int
    height: int
    memory_bytes: int
    cpu_s: float

    @property
    def allowed(self) -> Allowance:
        return Allowance(self.memory_bytes, self.cpu_s)

    def line(self) -> bytes:
        return json.dumps(asdict(self)).encode() + b"\n"


def main() -> None:
    wanted = Wanted(**json.loads(sys.stdin.buffer.readline()))
    confine(wanted.allowed)
    wind_up(wanted.allowed)
    answers = sys.stdout.buffer
    try:
        with opened(Path(wanted.path)) as its:
            for answer in _answers(its, wanted, sys.stdin.buffer):
                answers.writelines(answer)
                answers.flush()
    except Unusable as fault:
        answers.write(FAULT + str(fault).encode())


def _answers(its: Opened, wanted: Wanted, asked: BinaryIO) -> Iterator[list[bytes]]:
    pictures = Pictures.of(its)
    fitted = Fitted(Shape(wanted.width, wanted.height), aspect(its.stream))
    last_us = -1
    for line in asked:
        wind_up(wanted.allowed)
        shown = pictures.at(int(line))
        if shown.at_us == last_us:
            yield [SAME]
        else:
            last_us = shown.at_us
            yield [PICTURE, *packed(fitted.fit(shown.frame))]


if __name__ == "__main__":
    main()
