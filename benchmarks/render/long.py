"""Long films at 360p: what a minute of film costs when there are many of them.

A script of scenes of seven seconds, a picture of its own in each, spoken by a voice of beeps, a
word every 370 ms (no whole number of frames): through the storyboard, as a person's film is made,
only smaller. No sentence comes twice, since segments that look alike are made once. Films are
made once a run, with a cache each, whoever measures them.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from adapters.render.fonts import installed
from benchmarks.render import pictures, sounds
from benchmarks.render.bench import Bench
from benchmarks.render.ours import Rendered
from domain.brief import Aspect
from domain.narration import Alignment, Narration, SpokenScene, Word
from domain.script import Scene, Script
from domain.storyboard import Design, Shot, storyboard
from domain.timeline import Canvas, Timeline

CANVAS = Canvas(640, 360, 30)
WORD_MS, SCENE_WORDS, SENTENCE_WORDS = 370, 20, 10
PICTURE_SIZE = (960, 540)
LETTERS = 26
SAID = ("seven", "slow", "boats", "left", "the", "harbour", "before", "light", "came", "up")


@dataclass(frozen=True, slots=True)
class LongFilm:
    timeline: Timeline
    narration: Narration
    cache: Path
    rendered: Rendered

    @property
    def seconds(self) -> float:
        return self.timeline.duration_frames / self.timeline.canvas.fps


def film(bench: Bench, minutes: int) -> LongFilm:
    """Of that many minutes of voice."""
    key = f"{minutes} min"
    if key not in bench.shared:
        bench.shared[key] = _made(bench, minutes)
        its: LongFilm = bench.shared[key]
        bench.tell(f"{key}: {its.rendered.ran.wall_s:.0f} s, {its.rendered.ran.cpu_s:.0f} CPU s")
    its = bench.shared[key]
    return its


def planned(bench: Bench, minutes: int) -> tuple[Timeline, Narration]:
    script, narration = spoken(bench, minutes)
    scenes = range(len(script.scenes))
    shots = [Shot(bench.studio.keep(_picture(bench, it)), card=False) for it in scenes]
    wide = storyboard(script, narration, shots, Design(Aspect.WIDE, installed("en")))
    return replace(wide, canvas=CANVAS), narration


def _made(bench: Bench, minutes: int) -> LongFilm:
    timeline, narration = planned(bench, minutes)
    cache = bench.studio.cache()
    return LongFilm(timeline, narration, cache, bench.studio.render(timeline, cache))


def spoken(bench: Bench, minutes: int) -> tuple[Script, Narration]:
    count = minutes * 60_000 // WORD_MS
    words = [Word(text, at * WORD_MS, (at + 1) * WORD_MS) for at, text in _texts(count)]
    duration_ms = count * WORD_MS
    voice = bench.folder / f"beeps-{minutes}.wav"
    sounds.beeps(voice, ((it.start_ms, it.end_ms) for it in words), duration_ms)
    scenes = [words[at : at + SCENE_WORDS] for at in range(0, count, SCENE_WORDS)]
    script = Script("Boats", "en", tuple(_scene(it) for it in scenes), duration_ms / 1000)
    told = tuple(SpokenScene(it[0].start_ms, it[-1].end_ms, tuple(it)) for it in scenes)
    audio = bench.studio.keep(voice)
    return script, Narration(audio, duration_ms, Alignment.EXACT, told)


def _texts(count: int) -> Iterator[tuple[int, str]]:
    for n in range(count):
        sentence, at = divmod(n, SENTENCE_WORDS)
        ended = "." if at + 1 == SENTENCE_WORDS else ""
        yield n, (SAID[at] if at else _name(sentence)) + ended


def _name(n: int) -> str:
    """A word of four letters, another for each number."""
    return "".join(chr(ord("a") + n // LETTERS**it % LETTERS) for it in range(4))


def _scene(words: list[Word]) -> Scene:
    texts = [it.text for it in words]
    halves = (texts[:SENTENCE_WORDS], texts[SENTENCE_WORDS:])
    return Scene("", tuple(" ".join(it) for it in halves if it), "")


def _picture(bench: Bench, seed: int) -> Path:
    path = bench.folder / f"grey-{seed}.png"
    if not path.exists():
        pictures.grey(PICTURE_SIZE, seed).save(path)
    return path
