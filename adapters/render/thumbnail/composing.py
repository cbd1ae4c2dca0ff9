"""One thumbnail: a place that is free of faces, the picture in it, and words that can be read."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw

from adapters.fonts import is_rtl
from adapters.images.backdrop import backdrop
from adapters.images.faces import Area
from adapters.images.palette import Rgb
from adapters.render.thumbnail.contrast import Ratios, beneath
from adapters.render.thumbnail.layouts import (
    Box,
    Edge,
    Place,
    Size,
    flipped,
    meet,
    on_drawn,
    places,
)
from adapters.render.thumbnail.scheme import Scheme
from adapters.render.thumbnail.setting import Setting, set_in
from domain.thumbnail import ThumbnailLayout

CONTRAST_MIN = 4.5
"""WCAG 2.2, 1.4.3, for every pixel; most of them have to reach its enhanced level, 1.4.6."""
CONTRAST_MOST, MOST_PERCENT = 7.0, 2.0

Distances = npt.NDArray[np.float64]

_SCRIMS = (0.35, 0.5, 0.6, 0.7, 0.78, 0.85, 0.92, 1.0)
_SCRIM_LEAST, _FADE = 0.08, 0.34
_AIR = 0.05
_EDGE_PX = 10


@dataclass(frozen=True, slots=True)
class Subject:
    """What is shown: a picture with the faces in it, or None for a ground drawn anew."""

    picture: Image.Image | None
    faces: tuple[Area, ...]
    colours: Scheme


@dataclass(frozen=True, slots=True)
class Composed:
    """The image, what its letters stood on before they were drawn, and what was kept clear."""

    image: Image.Image
    ground: Image.Image
    setting: Setting
    text: Rgb
    faces: tuple[Box, ...]

    @property
    def contrast(self) -> float:
        """The least there is beneath any letter."""
        ratios = beneath(self.ground, self.setting.letters(), self.text)
        return round(float(ratios.min(initial=21.0)), 2)


def composed(
    layout: ThumbnailLayout, text: str, subject: Subject, size: Size, language: str
) -> Composed:
    """The same for the same arguments."""
    setting, picture, faces = _placed(layout, text, subject, size, language)
    ground = _ground(subject, setting, picture, text)
    colour = subject.colours.on_accent if setting.on_labels else subject.colours.text
    if setting.on_labels:
        _lay(ground, setting.labels, subject.colours.accent)
    elif subject.picture is None or setting.place.picture == (0, 0, *size):
        ground = _readable(ground, setting, subject)
    if setting.bar:
        _lay(ground, (setting.bar,), subject.colours.accent)
    image = ground.copy()
    setting.write(image, colour)
    return Composed(image, ground, setting, colour, faces)


def _placed(
    layout: ThumbnailLayout, text: str, subject: Subject, size: Size, language: str
) -> tuple[Setting, Box, tuple[Box, ...]]:
    """The words in the first place where none of them meets a face."""
    if subject.picture is None:
        place = on_drawn(layout, size)
        setting = set_in(place, text, size, language, subject.colours.face)
        return setting, _picture_of(place, size, text), ()
    choice = list(places(layout, size))
    for place in choice:
        setting = set_in(place, text, size, language, subject.colours.face)
        shown = _picture_of(place, size, text)
        faces = tuple(
            _on_canvas(it, subject.picture.size, shown, subject.faces) for it in subject.faces
        )
        free = not any(meet(setting.box, _grown(it)) for it in faces)
        if free or place is choice[-1]:
            return setting, shown, faces
    raise AssertionError("the last place is always free")


def _picture_of(place: Place, size: Size, text: str) -> Box:
    return flipped(place.picture, size) if is_rtl(text) else place.picture


def _crop(of: Size, shown: Box, faces: Sequence[Area]) -> Box:
    """The largest part of the picture in this shape, around its faces; else a little above it."""
    width, height = of
    shape = (shown[2] - shown[0]) / (shown[3] - shown[1])
    across, down = min(width, height * shape), min(height, width / shape)
    x = _middle([(it[0], it[2]) for it in faces], 0.5) * width
    y = _middle([(it[1], it[3]) for it in faces], 0.4) * height
    left = min(max(x - across / 2, 0), width - across)
    top = min(max(y - down / 2, 0), height - down)
    return round(left), round(top), round(left + across), round(top + down)


def _middle(spans: Sequence[tuple[float, float]], else_: float) -> float:
    if not spans:
        return else_
    return (min(it[0] for it in spans) + max(it[1] for it in spans)) / 2


def _on_canvas(face: Area, of: Size, shown: Box, faces: Sequence[Area]) -> Box:
    """Where a face comes to lie, as far as it is shown at all."""
    left, top, right, bottom = _crop(of, shown, faces)
    across = (shown[2] - shown[0]) / max(right - left, 1)
    down = (shown[3] - shown[1]) / max(bottom - top, 1)
    x0, x1 = (shown[0] + (it * of[0] - left) * across for it in (face[0], face[2]))
    y0, y1 = (shown[1] + (it * of[1] - top) * down for it in (face[1], face[3]))
    xs = [min(max(it, shown[0]), shown[2]) for it in (x0, x1)]
    ys = [min(max(it, shown[1]), shown[3]) for it in (y0, y1)]
    return int(xs[0]), int(ys[0]), round(xs[1] + 0.5), round(ys[1] + 0.5)


def _grown(face: Box) -> Box:
    if face[0] >= face[2] or face[1] >= face[3]:
        return face
    air = round(max(face[2] - face[0], face[3] - face[1]) * _AIR)
    return face[0] - air, face[1] - air, face[2] + air, face[3] + air


def _ground(subject: Subject, setting: Setting, shown: Box, text: str) -> Image.Image:
    """The picture in its part of the canvas; the rest is plain, with a coloured edge between."""
    size, colours = setting.size, subject.colours
    whole = (0, 0, *size)
    if subject.picture is None:
        shapes = colours.motif(text, flip=is_rtl(text))
        return Image.fromarray(backdrop(colours, *size, shapes))
    ground = Image.new("RGB", size, colours.ground)
    if shown != whole:
        edge = (shown[0] - _EDGE_PX, shown[1] - _EDGE_PX, shown[2] + _EDGE_PX, shown[3] + _EDGE_PX)
        _lay(ground, (edge,), colours.accent, radius=0)
    cut = _crop(subject.picture.size, shown, subject.faces)
    fitting = (shown[2] - shown[0], shown[3] - shown[1])
    part = subject.picture.resize(fitting, Image.Resampling.LANCZOS, cut, reducing_gap=3.0)
    ground.paste(part, shown[:2])
    return ground


def _readable(ground: Image.Image, setting: Setting, subject: Subject) -> Image.Image:
    """Under the weakest scrim that makes every letter stand out; the strongest is plain ground.

    What was drawn for it stands out already, but for its grain.
    """
    letters, colours = setting.letters(), subject.colours
    least = CONTRAST_MIN if subject.picture is None else CONTRAST_MOST
    for strength in (0.0, *_SCRIMS) if subject.picture is None else _SCRIMS:
        shaded = _under_scrim(ground, setting, colours.ground, strength) if strength else ground
        ratios = beneath(shaded, letters, colours.text)
        if not ratios.size or _is_readable(ratios, least):
            return shaded
    return shaded


def _is_readable(ratios: Ratios, least_of_most: float) -> bool:
    most = float(np.percentile(ratios, MOST_PERCENT))
    return float(ratios.min()) >= CONTRAST_MIN and most >= least_of_most


def _under_scrim(ground: Image.Image, setting: Setting, dark: Rgb, strength: float) -> Image.Image:
    """Darkest beneath the words and from there to their edge of the canvas: no edge is seen."""
    away = _away(ground.size, setting)
    ramp = np.clip(1 - away, 0, 1)
    depth = np.maximum(strength * ramp * ramp * (3 - 2 * ramp), _SCRIM_LEAST)
    line = Image.fromarray((255 * depth).round().astype(np.uint8))
    mask = line.resize(ground.size, Image.Resampling.NEAREST)
    return Image.composite(Image.new("RGB", ground.size, dark), ground, mask)


def _away(size: Size, setting: Setting) -> Distances:
    """How far from the words each column lies, or each row, in lengths of the fade.

    Columns count where the words have less than half of the width.
    """
    left, top, right, bottom = setting.box
    if setting.is_narrow:
        columns, fade = np.arange(size[0])[None, :], size[0] * _FADE / 2
        return (columns - right if left < size[0] - right else left - columns) / fade
    rows, fade = np.arange(size[1])[:, None], size[1] * _FADE
    return (rows - bottom if setting.place.edge is Edge.HEAD else top - rows) / fade


def _lay(
    image: Image.Image, boxes: Sequence[Box], colour: Rgb, radius: float | None = None
) -> None:
    draw = ImageDraw.Draw(image)
    for left, top, right, bottom in boxes:
        bend = min(bottom - top, 28) / 4 if radius is None else radius
        draw.rounded_rectangle((left, top, right - 1, bottom - 1), bend, colour)
