"""What every measure is given, and what several of them share."""

from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from adapters.fonts import faces
from benchmarks.claims import Figures
from benchmarks.render import cards, ffmpeg, others, pictures, processes, sounds
from benchmarks.render.others import Others
from benchmarks.render.ours import Rendered, Studio
from benchmarks.render.processes import Ran
from benchmarks.render.workload import (
    AUDIO_BIT_RATE,
    PRESET,
    STILL_HEIGHT,
    STILL_WIDTH,
    Workload,
    canonical,
)
from domain.timeline import Timeline

BEEP_MS = 400
UPSCALE = 4


@dataclass
class Bench:
    """`folder` goes after the run; `asked` are the groups of goals it measures."""

    folder: Path
    asked: tuple[str, ...]
    rounds: int
    minutes: int
    quick: bool
    tell: Callable[[str], None]
    shared: dict[str, Any] = field(default_factory=dict)

    @cached_property
    def studio(self) -> Studio:
        return Studio(self.folder)

    @cached_property
    def others(self) -> Others:
        """Raises NotMeasured."""
        return others.installed()

    def stills(self, *, grainy: bool) -> list[Path]:
        return pictures.stills(self.folder, (STILL_WIDTH, STILL_HEIGHT), 4, grainy=grainy)

    def workload(self, *, grainy: bool) -> Workload:
        return canonical(self.stills(grainy=grainy), self.sound(12_000))

    def sound(self, duration_ms: int) -> Path:
        path = self.folder / f"voice-{duration_ms}.wav"
        if not path.exists():
            words = ((at, at + BEEP_MS) for at in range(0, duration_ms, BEEP_MS))
            sounds.beeps(path, words, duration_ms)
        return path

    def timeline(self, set: str) -> Timeline:
        """Of `grainy`, `clean` or `cards`."""
        if set == "cards":
            return cards.timeline(self.studio)
        return self.studio.timeline(self.workload(grainy=set == "grainy"))

    def ours(self, timeline: Timeline, *, warm: bool = False) -> Rendered:
        return self.studio.render(timeline, warm=warm)

    def encode_only(self, timeline: Timeline) -> Ran:
        order = self.studio.order(timeline, self.folder)
        images = {id: str(it) for id, it in self.studio.images(timeline).items()}
        out = str(self.folder / "encoded.mp4")
        order |= {"images": images, "out": out, "fps": timeline.canvas.fps}
        return processes.child("encode", order)

    def moviepy(self, of: Workload, out: str = "moviepy.mp4") -> Ran:
        order = {
            "workload": asdict(of),
            "font": str(font()),
            "out": str(self.folder / out),
            "preset": PRESET,
            "crf": of.crf,
            "audio_bit_rate": AUDIO_BIT_RATE,
        }
        script = Path(__file__).with_name("moviepy_film.py")
        return processes.run([self.others.python, script], order)

    def zoompan(self, of: Workload, out: str = "zoompan.mp4", upscale: int = 1) -> Ran:
        program, target = self.others.ffmpeg, self.folder / out
        return processes.run(ffmpeg.command(program, of, font(), target, upscale))


Measure = Callable[[Bench], Figures]


def font() -> Path:
    """The file that all contestants letter with."""
    return faces()[0].path
