"""Captions of every look, script and aspect, each with a word lit, over a busy picture."""

from collections.abc import Iterator

import numpy as np
from PIL import Image

from adapters.fonts import faces, for_language
from adapters.render.captions import CaptionPatches
from adapters.render.fonts import Typefaces
from benchmarks.gallery.scripts import SENTENCES, captions, shown
from domain.brief import Aspect
from domain.caption_look import PRESETS, CaptionLook
from domain.film_format import FilmFormat, Resolution, canvas_of
from domain.timeline import Canvas, Caption

FORMAT = FilmFormat(Resolution.HD)
SPOTS = 9
"""Of colour along the shorter side of the picture beneath."""


def pictures() -> Iterator[tuple[str, Image.Image]]:
    """Frames of 720p, named `captions-{aspect}-{look}-{language}`; none without its faces."""
    for aspect in Aspect:
        for name, look in PRESETS.items():
            for language in filter(shown, SENTENCES):
                title = f"captions-{aspect.replace(':', 'x')}-{name}-{language}"
                yield title, frame(language, look, aspect)


def frame(language: str, look: CaptionLook, aspect: Aspect) -> Image.Image:
    """The longest caption of the language's sentence, its second word spoken."""
    canvas = canvas_of(aspect, FORMAT)
    caption = max(captions(language, look, aspect), key=_letters)
    made = CaptionPatches(caption, canvas, Typefaces(for_language(faces(), language)))
    words = [word for line in caption.lines for word in line]
    made.at(words[min(1, len(words) - 1)].start_frame)
    assert made.lettered is not None, "what was asked for a frame is lettered"
    ground = _busy(canvas)
    height, width = made.painting.shape[:2]
    x, y = made.lettered.x, made.lettered.y
    under = ground[y : y + height, x : x + width]
    under *= 1 - made.painting[:, :, 3:]
    under += made.painting[:, :, :3]
    return Image.fromarray(ground.round().clip(0, 255).astype(np.uint8))


def _letters(caption: Caption) -> int:
    return sum(len(word.text) for line in caption.lines for word in line)


def _busy(canvas: Canvas) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    """Spots of all colours and lightnesses, the same every time."""
    step = min(canvas.width, canvas.height) // SPOTS
    size = (canvas.height // step, canvas.width // step, 3)
    spots = np.random.default_rng(7).integers(20, 250, size, dtype=np.uint8)
    large = Image.fromarray(spots).resize((canvas.width, canvas.height), Image.Resampling.BICUBIC)
    return np.array(large, dtype=np.float32)
