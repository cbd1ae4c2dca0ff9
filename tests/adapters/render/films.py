"""Small real films for the renderer's tests, and what decoding them again shows."""

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from adapters.blobs.disk import DiskBlobs
from adapters.render.compositor import Compositor
from adapters.render.encode import encode
from adapters.render.fonts import Typefaces, installed
from adapters.render.patches import Planes
from adapters.render.stills import Stills
from adapters.render.torch_renderer import TorchRenderer
from domain.ids import BlobId
from domain.motion import MICROS, Keyframe, Track
from domain.timeline import Canvas, Layer, Profile, Timeline
from processors.ports import Film, Metered, Progress

CANVAS = Canvas(320, 180, 30)
PROFILE = Profile(segment_frames=30, crf=12)
FACES = Typefaces.of(Timeline(CANVAS, 1, (), fonts=installed()))
AT_REST: Track = (Keyframe(0, (500_000, 500_000, MICROS)),)

Pixels = NDArray[np.uint8]


def timeline(*layers: Layer, frames: int = 60) -> Timeline:
    return Timeline(CANVAS, frames, layers, fonts=installed(), profile=PROFILE)


def texture(width: int = 480, height: int = 270, seed: int = 1) -> Image.Image:
    """Smooth detail everywhere: what registration needs."""
    noise = np.random.default_rng(seed).integers(0, 256, (height, width, 3), dtype=np.uint8)
    blurred = Image.fromarray(noise).filter(ImageFilter.GaussianBlur(2.5))
    spread = (np.asarray(blurred, dtype=np.float64) - 128) * 5 + 128
    return Image.fromarray(np.clip(spread, 0, 255).astype(np.uint8))


def flat(colour: str) -> Image.Image:
    return Image.new("RGB", (480, 270), colour)


@dataclass(frozen=True)
class Studio:
    """A renderer with its blobs and cache in a folder of the test's own."""

    folder: Path
    workers: int = 1

    @property
    def cache(self) -> Path:
        return self.folder / "cache"

    @property
    def blobs(self) -> DiskBlobs:
        return DiskBlobs(self.folder / "blobs")

    @property
    def renderer(self) -> TorchRenderer:
        return TorchRenderer(
            self.blobs, self.cache, workers=self.workers, cache_size_max_bytes=10**9
        )

    def picture(self, image: Image.Image, kind: str = "PNG") -> BlobId:
        file = self.folder / f"picture.{kind}"
        image.save(file, kind)
        return asyncio.run(self.blobs.put_file(file))

    def render(self, film: Timeline) -> Metered[Film]:
        return asyncio.run(self.renderer.render(film, unheard))

    def path(self, film: Metered[Film]) -> Path:
        return asyncio.run(self.blobs.path(film.answer.film))

    def segments(self) -> list[Path]:
        return sorted(self.cache.glob("*.mp4"))


async def unheard(progress: Progress) -> None:
    """Nobody listens."""


def drawn(film: Timeline, pictures: Mapping[str, Image.Image], folder: Path) -> Iterator[Planes]:
    """Its frames as they go to the encoder; each is valid until the next."""
    paths = {}
    for name, picture in pictures.items():
        paths[name] = folder / f"{name}.png"
        picture.save(paths[name])
    compositor = Compositor(film, Stills(paths), FACES)
    yield from (compositor.draw(it) for it in range(film.duration_frames))


def drawn_lumas(
    film: Timeline, pictures: Mapping[str, Image.Image], folder: Path
) -> list[NDArray[np.float64]]:
    """Luma of each frame as the encoder gets it."""
    frames = drawn(film, pictures, folder)
    return [it.nv12().luma.astype(np.float64) for it in frames]


def filmed(film: Timeline, pictures: Mapping[str, Image.Image], folder: Path) -> Path:
    """Drawn and encoded here, without processes, cache or blobs."""
    path = folder / "film.mp4"
    path.write_bytes(encode(drawn(film, pictures, folder), film.canvas, film.profile))
    return path


def lumas(path: Path) -> list[Pixels]:
    with av.open(path) as film:
        return [_luma(it) for it in film.decode(video=0)]


def colours(path: Path, frames: Sequence[int]) -> list[Pixels]:
    with av.open(path) as film:
        every = [it.to_ndarray(format="rgb24") for it in film.decode(video=0)]
    return [every[it].astype(np.uint8) for it in frames]


def _luma(frame: av.VideoFrame) -> Pixels:
    plane = frame.planes[0]
    rows = np.frombuffer(memoryview(plane), np.uint8).reshape(plane.height, plane.line_size)
    return np.array(rows[:, : frame.width])
