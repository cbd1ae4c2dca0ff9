"""The workload of animated cards: 12 s of scenes without a picture, as the storyboard has them.

Four scenes of twelve words, a word every 250 ms, each a card of another kind that comes about
word by word, with captions below.
"""

from dataclasses import replace
from pathlib import Path

from adapters.render.fonts import installed
from benchmarks.render import pictures, sounds
from benchmarks.render.ours import SEGMENT_FRAMES, Studio
from benchmarks.render.workload import CRF, PRESET
from domain.brief import Aspect
from domain.narration import Alignment, Narration, SpokenScene, Word
from domain.script import Scene, Script
from domain.storyboard import Design, Shot, storyboard
from domain.timeline import Profile, Timeline

WORD_MS, FRAMES = 250, 360
UNSEEN_PX = 320, 180
SCENES = (
    ("The octopus", "An octopus is much older than the dinosaurs, and stranger than fish."),
    ("What it has", "An octopus has three hearts, nine brains, eight arms and blue blood."),
    ("Its nerves", "It has 500 million neurons, most of them inside its eight arms."),
    ("Two lives", "The octopus lives two years, while the nautilus lives more than twenty."),
)


def timeline(studio: Studio) -> Timeline:
    script, narration = _told(studio)
    unseen = studio.folder / "unseen.png"
    pictures.grey(UNSEEN_PX, 0).save(unseen)
    shots = [Shot(studio.keep(unseen), card=True)] * len(SCENES)
    whole = storyboard(script, narration, shots, Design(Aspect.WIDE, installed("en")))
    profile = Profile(preset=PRESET, crf=CRF, segment_frames=SEGMENT_FRAMES)
    return replace(whole, duration_frames=FRAMES, profile=profile)


def _told(studio: Studio) -> tuple[Script, Narration]:
    scenes = tuple(Scene(heading, (text,), text) for heading, text in SCENES)
    told: list[SpokenScene] = []
    for it in scenes:
        begins_ms = told[-1].end_ms if told else 0
        starts = (begins_ms + n * WORD_MS for n in range(len(it.text.split())))
        words = tuple(
            Word(word, at, at + WORD_MS) for word, at in zip(it.text.split(), starts, strict=True)
        )
        told.append(SpokenScene(begins_ms, words[-1].end_ms, words))
    end_ms = told[-1].end_ms
    spans = ((word.start_ms, word.end_ms) for scene in told for word in scene.words)
    voice = sounds.beeps(Path(studio.folder, "cards.wav"), spans, end_ms)
    script = Script("The octopus", "en", scenes, end_ms / 1000)
    return script, Narration(studio.keep(voice), end_ms, Alignment.EXACT, tuple(told))
