"""Captions of every look, script and aspect, each with a word lit, over a film's own backdrop."""

from collections.abc import Iterator
from io import BytesIO

import numpy as np
from PIL import Image

from adapters.fonts import faces, for_language
from adapters.images import backdrop
from adapters.render.captions import CaptionPatches
from adapters.render.fonts import Typefaces
from benchmarks.gallery.scripts import SENTENCES, captions, shown
from domain.brief import Aspect
from domain.caption_look import PRESETS, CaptionLook
from domain.film_format import FilmFormat, Resolution, canvas_of
from domain.timeline import Canvas, Caption

FORMAT = FilmFormat(Resolution.HD)


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
    ground = _ground(canvas)
    height, width = made.painting.shape[:2]
    x, y = made.lettered.x, made.lettered.y
    under = ground[y : y + height, x : x + width]
    under *= 1 - made.painting[:, :, 3:]
    under += made.painting[:, :, :3]
    return Image.fromarray(ground.round().clip(0, 255).astype(np.uint8))


def _letters(caption: Caption) -> int:
    return sum(len(word.text) for line in caption.lines for word in line)


def _ground(canvas: Canvas) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    """The film's own backdrop, the same every time."""
    packed = backdrop.packed(canvas.width, canvas.height, "gallery", "1")
    return np.array(Image.open(BytesIO(packed)).convert("RGB"), dtype=np.float32)
