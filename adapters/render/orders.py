"""What renderer and worker processes say to each other: one JSON object a line."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from adapters.render.clips.confined import STANDARD, Allowance
from domain.timeline import Timeline, from_json, to_json


@dataclass(frozen=True, slots=True)
class Order:
    """Make one segment and keep it in the folder; pictures are files by blob id.

    `device` composes it, `encoder` (a name of encoders.BY_NAME) encodes it; `allowed` is what
    decoding a clip may take.
    """

    key: str
    part: Timeline
    folder: Path
    images: dict[str, Path]
    device: str
    encoder: str
    allowed: Allowance = STANDARD

    def line(self) -> str:
        return _line(
            key=self.key,
            part=to_json(self.part).decode(),
            folder=str(self.folder),
            images={id: str(path) for id, path in self.images.items()},
            device=self.device,
            encoder=self.encoder,
            allowed=asdict(self.allowed),
        )

    @classmethod
    def read(cls, line: str) -> "Order":
        told = json.loads(line)
        return cls(
            told["key"],
            from_json(told["part"].encode()),
            Path(told["folder"]),
            {id: Path(path) for id, path in told["images"].items()},
            told["device"],
            told["encoder"],
            Allowance(**told["allowed"]),
        )


@dataclass(frozen=True, slots=True)
class Reply:
    """Frames drawn since the last reply; with the last one of an order its file, or a fault.

    A fault that is `passing` is one of the machine, at that time, and not of the order.
    """

    frames: int = 0
    key: str = ""
    path: str = ""
    cpu_ms: int = 0
    gpu_ms: int = 0
    code: str = ""
    fault: str = ""
    passing: bool = False

    @property
    def last(self) -> bool:
        return bool(self.path or self.fault)

    def line(self) -> str:
        return _line(**asdict(self))

    @classmethod
    def read(cls, line: bytes) -> "Reply":
        return cls(**json.loads(line))


def _line(**told: object) -> str:
    return json.dumps(told, separators=(",", ":")) + "\n"
