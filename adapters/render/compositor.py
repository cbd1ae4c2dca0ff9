"""The compositor: the layers of a timeline, blended on the planes of one frame."""

from dataclasses import dataclass
from functools import partial
from itertools import chain
from typing import Protocol

from PIL import ImageColor

from adapters.render import backends, patches
from adapters.render.axes import Span
from adapters.render.captions import CaptionPatches
from adapters.render.cards.ground import GroundPainter
from adapters.render.cards.painter import CardPainter
from adapters.render.clips.painter import ClipPainter, as_still
from adapters.render.clips.readers import Clips
from adapters.render.colour import BLACK, levels
from adapters.render.coming import Coming, coming, dimmed
from adapters.render.dither import dither
from adapters.render.fonts import Typefaces
from adapters.render.patches import Patch, Planes
from adapters.render.plates import box_plate, text_plate
from adapters.render.stills import ReadyStill, Stills, view_at
from domain import motion
from domain.motion import MICROS
from domain.timeline import (
    FULL,
    Box,
    Canvas,
    Caption,
    Card,
    Clip,
    Ground,
    Layer,
    Rect,
    Still,
    Text,
    Timeline,
    still_spans,
)
from domain.timeline.layers import UNMOVED

OPAQUE = 255


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
        self.planes = backends.planes(canvas, device)
        sampling = Sampling(canvas, stills, clips or Clips(stills.paths))
        self._painter = partial(painter, canvas=canvas, sampling=sampling, faces=faces)
        self._painters: dict[int, Painter] = {}
        held = (range(start + 1, end) for start, end in still_spans(timeline))
        self._held = frozenset(chain.from_iterable(held))
        self._drawn = -1

    def draw(self, frame: int) -> Planes:
        """The frame, valid until the next one is drawn.

        Where the timeline holds still, the frame drawn before is that of now too.
        """
        before, self._drawn = self._drawn, frame
        if before == frame - 1 and frame in self._held:
            return self.planes
        seen = [n for n, it in enumerate(self.layers) if it.start_frame <= frame < it.end_frame]
        self._painters = {n: self._painters.get(n) or self._painter(self.layers[n]) for n in seen}
        lowest = max((n for n in seen if self._painters[n].covers(frame)), default=None)
        if lowest is None:
            self.planes.fill(*BLACK)
        for n in seen:
            if lowest is None or n >= lowest:
                self._painters[n].paint(frame, self.planes)
        return self.planes


def painter(layer: Layer, canvas: Canvas, sampling: "Sampling", faces: Typefaces) -> Painter:
    match layer:
        case Still():
            return StillPainter(layer, sampling)
        case Clip():
            still = StillPainter(as_still(layer), sampling)
            area = _pixels(layer.place, canvas)
            return ClipPainter(layer, canvas, sampling.clips, area, still)
        case Text():
            return PlatePainter(layer, canvas, text_plate(layer, canvas, faces))
        case Box():
            return box_painter(layer, canvas)
        case Caption():
            return CaptionPainter(layer, CaptionPatches(layer, canvas, faces))
        case Ground():
            return GroundPainter(layer, canvas)
        case Card():
            return CardPainter.of(layer, canvas, faces, sampling.stills.paths)


def box_painter(box: Box, canvas: Canvas) -> "TintPainter | PlatePainter":
    if box.place == FULL and not box.radius and box.position == UNMOVED:
        return TintPainter(box, canvas)
    return PlatePainter(box, canvas, box_plate(box, canvas))


@dataclass(slots=True)
class Sampling:
    """What pictures share: the canvas, and where they come from."""

    canvas: Canvas
    stills: Stills
    clips: Clips


@dataclass(slots=True)
class StillPainter:
    still: Still
    sampling: Sampling
    ready: ReadyStill | None = None

    def covers(self, frame: int) -> bool:
        entrance = self.still.entrance
        passed = frame - self.still.start_frame
        come = entrance is None or entrance.share(passed) >= 1
        return come and self.still.place == FULL and _opacity(self.still, frame) >= 1

    def paint(self, frame: int, on: Planes) -> None:
        opacity, entrance = _opacity(self.still, frame), self.still.entrance
        if opacity <= 0:
            return
        area, came = _pixels(self.still.place, self.sampling.canvas), Coming()
        if entrance is not None:
            passed = frame - self.still.start_frame
            came = coming(entrance, passed, area.width, area.height)
            if came.veil:
                on.tint(levels(*ImageColor.getrgb(entrance.colour)), area, came.veil * opacity)
        if came.shown:
            self._show(frame, area, dimmed(came, opacity, area.height), on)

    def _show(self, frame: int, area: Rect, came: Coming, on: Planes) -> None:
        ready = self.ready or self.sampling.stills.ready(self.still, area.width, area.height)
        self.ready = ready
        view, held, picture = view_at(self.still, frame), ready.held, ready.picture
        across = Span(view.x, view.width, held.x, held.width, came.x, came.columns)
        down = Span(view.y, view.height, held.y, held.height, came.y, came.rows)
        canvas = self.sampling.canvas
        on.show(
            picture,
            across.scan(picture.width, area.width, across=True),
            down.scan(picture.height, area.height, across=False),
            area,
            dither(canvas.width, canvas.height) if ready.calm else None,
        )


@dataclass(slots=True)
class TintPainter:
    """A box over the whole canvas."""

    box: Box
    canvas: Canvas

    def covers(self, frame: int) -> bool:
        return self._opacity(frame) >= 1

    def paint(self, frame: int, on: Planes) -> None:
        whole = Rect(0, 0, self.canvas.width, self.canvas.height)
        on.tint(levels(*self._rgba[:3]), whole, min(1.0, self._opacity(frame)))

    def _opacity(self, frame: int) -> float:
        return _opacity(self.box, frame) * self._rgba[3] / OPAQUE

    @property
    def _rgba(self) -> tuple[int, ...]:
        colour = ImageColor.getcolor(self.box.colour, "RGBA")
        assert isinstance(colour, tuple)
        return colour


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


def _pixels(place: Rect, canvas: Canvas) -> Rect:
    """A place on the canvas, its edges on even pixels."""
    left, right = (_even(it, canvas.width) for it in (place.x, place.x + place.width))
    top, bottom = (_even(it, canvas.height) for it in (place.y, place.y + place.height))
    return Rect(left, top, max(2, right - left), max(2, bottom - top))


def _even(micros: int, size: int) -> int:
    return 2 * round(micros * size / MICROS / 2)
