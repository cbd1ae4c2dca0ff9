"""The compositor: the layers of a timeline, blended on the planes of one frame."""

from dataclasses import dataclass, field
from functools import partial
from typing import Protocol

import torch
from torch import Tensor

from adapters.render import patches
from adapters.render.captions import CaptionPatches
from adapters.render.clips.painter import ClipPainter, as_still
from adapters.render.clips.readers import Clips
from adapters.render.colour import BIAS
from adapters.render.dither import dither
from adapters.render.fonts import Typefaces
from adapters.render.patches import Patch, Planes
from adapters.render.plates import box_plate, text_plate
from adapters.render.sampling import Sampler, axis
from adapters.render.stills import ReadyStill, Stills, view_at
from domain import motion
from domain.motion import MICROS
from domain.timeline import (
    FULL,
    Box,
    Canvas,
    Caption,
    Clip,
    Layer,
    Rect,
    Still,
    Text,
    Timeline,
)

BLACK = (16 + BIAS, 128 + BIAS)


class Painter(Protocol):
    """Draws one layer."""

    def paint(self, frame: int, on: Planes) -> None: ...

    def covers(self, frame: int) -> bool:
        """Whether nothing beneath it shows."""
        ...


class Compositor:
    """Draws the frames of a timeline, one after another, into the same planes."""

    def __init__(
        self,
        timeline: Timeline,
        stills: Stills,
        faces: Typefaces,
        device: str = "cpu",
        clips: Clips | None = None,
    ) -> None:
        canvas = timeline.canvas
        self.layers = timeline.layers
        self.planes = _black(canvas, device)
        sampling = Sampling(canvas, stills, device, clips or Clips(stills.paths))
        self._painter = partial(painter, canvas=canvas, sampling=sampling, faces=faces)
        self._painters: dict[int, Painter] = {}

    def draw(self, frame: int) -> Planes:
        """The frame's planes, valid until the next one is drawn."""
        seen = [n for n, it in enumerate(self.layers) if it.start_frame <= frame < it.end_frame]
        self._painters = {n: self._painters.get(n) or self._painter(self.layers[n]) for n in seen}
        lowest = max((n for n in seen if self._painters[n].covers(frame)), default=None)
        if lowest is None:
            self.planes.luma.fill_(BLACK[0])
            self.planes.chroma.fill_(BLACK[1])
        for n in seen:
            if lowest is None or n >= lowest:
                self._painters[n].paint(frame, self.planes)
        return self.planes


def painter(layer: Layer, canvas: Canvas, sampling: "Sampling", faces: Typefaces) -> Painter:
    device = sampling.device
    match layer:
        case Still():
            return StillPainter(layer, sampling)
        case Clip():
            still = StillPainter(as_still(layer), sampling)
            area = _pixels(layer.place, canvas)
            return ClipPainter(layer, canvas, sampling.clips, area, device, still)
        case Text():
            return PlatePainter(layer, canvas, text_plate(layer, canvas, faces, device))
        case Box():
            return PlatePainter(layer, canvas, box_plate(layer, canvas, device))
        case Caption():
            return CaptionPainter(layer, CaptionPatches(layer, canvas, faces, device))


@dataclass(slots=True)
class Sampling:
    """What stills share: where samples lie on the canvas, the stills made ready, scratch."""

    canvas: Canvas
    stills: Stills
    device: str
    clips: Clips
    sampler: Sampler = field(default_factory=Sampler)
    _centres: dict[tuple[int, bool, bool], Tensor] = field(default_factory=dict)
    _spare: Planes | None = None

    @property
    def spare(self) -> Planes:
        """A second frame, for what is blended as a whole."""
        self._spare = self._spare or _black(self.canvas, self.device)
        return self._spare

    def grain(self, area: Rect) -> Tensor:
        whole = dither(self.canvas.width, self.canvas.height).to(self.device)
        return whole[area.y : area.y + area.height, area.x : area.x + area.width]

    def centres(self, size: int, *, chroma: bool = False, across: bool = False) -> Tensor:
        """Sample centres as shares of the axis; chroma is sited left across, midway down."""
        key = (size, chroma, across)
        if key not in self._centres:
            step = torch.arange(size // 2 if chroma else size, dtype=torch.float64)
            at = (2 * step + (0.5 if across else 1.0)) if chroma else step + 0.5
            self._centres[key] = (at / size).to(self.device)
        return self._centres[key]


@dataclass(slots=True)
class StillPainter:
    still: Still
    sampling: Sampling
    ready: ReadyStill | None = None

    def covers(self, frame: int) -> bool:
        return self.still.place == FULL and _opacity(self.still, frame) >= 1

    def paint(self, frame: int, on: Planes) -> None:
        opacity = _opacity(self.still, frame)
        if opacity <= 0:
            return
        area = _pixels(self.still.place, self.sampling.canvas)
        under = _cut(on, area)
        if opacity >= 1:
            self._sample(frame, area, under)
            return
        spare = _cut(self.sampling.spare, area)
        self._sample(frame, area, spare)
        under.luma.lerp_(spare.luma, opacity)
        under.chroma.lerp_(spare.chroma, opacity)

    def _sample(self, frame: int, area: Rect, out: Planes) -> None:
        self.ready = self.ready or self.sampling.stills.ready(self.still, area.width, area.height)
        view, held, centres = view_at(self.still, frame), self.ready.held, self.sampling.centres
        x, width = (view.x - held.x) / held.width, view.width / held.width
        y, height = (view.y - held.y) / held.height, view.height / held.height
        for chroma, source, target in (
            (False, self.ready.luma, out.luma),
            (True, self.ready.chroma, out.chroma),
        ):
            rows = axis(centres(area.height, chroma=chroma), y, height, source.shape[1])
            across = centres(area.width, chroma=chroma, across=True)
            columns = axis(across, x, width, source.shape[2])
            self.sampling.sampler.sample(source, rows, columns, target)
        if self.ready.calm:
            out.luma.add_(self.sampling.grain(area))


@dataclass(slots=True)
class PlatePainter:
    layer: Box | Text
    canvas: Canvas
    plate: Patch

    def covers(self, frame: int) -> bool:  # noqa: ARG002 -- of the protocol
        return False

    def paint(self, frame: int, on: Planes) -> None:
        opacity = _opacity(self.layer, frame)
        if opacity <= 0:
            return
        x, y = motion.at(self.layer.position, frame)
        moved = (x * self.canvas.width, y * self.canvas.height)
        plate = patches.moved(self.plate, *moved) if any(moved) else self.plate
        patches.lay(plate, on, opacity)


@dataclass(slots=True)
class CaptionPainter:
    layer: Caption
    patches: CaptionPatches

    def covers(self, frame: int) -> bool:  # noqa: ARG002 -- of the protocol
        return False

    def paint(self, frame: int, on: Planes) -> None:
        opacity = _opacity(self.layer, frame)
        if opacity > 0:
            patches.lay(self.patches.at(frame), on, opacity)


def _opacity(layer: Layer, frame: int) -> float:
    return motion.at(layer.opacity, frame)[0]


def _black(canvas: Canvas, device: str) -> Planes:
    return Planes(
        torch.full((1, canvas.height, canvas.width), BLACK[0], device=device),
        torch.full((2, canvas.height // 2, canvas.width // 2), BLACK[1], device=device),
    )


def _pixels(place: Rect, canvas: Canvas) -> Rect:
    """A place on the canvas, its edges on even pixels."""
    left, right = (_even(it, canvas.width) for it in (place.x, place.x + place.width))
    top, bottom = (_even(it, canvas.height) for it in (place.y, place.y + place.height))
    return Rect(left, top, max(2, right - left), max(2, bottom - top))


def _even(micros: int, size: int) -> int:
    return 2 * round(micros * size / MICROS / 2)


def _cut(planes: Planes, area: Rect) -> Planes:
    x, y, right, bottom = area.x, area.y, area.x + area.width, area.y + area.height
    return Planes(
        planes.luma[:, y:bottom, x:right],
        planes.chroma[:, y // 2 : bottom // 2, x // 2 : right // 2],
    )
