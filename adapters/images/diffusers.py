"""Images made on this machine by a diffusion model: SDXL and pipelines like it, from a folder.

Nothing is fetched, and nothing that could run code is read: weights are safetensors alone. The
package `diffusers` is an extra; it is loaded with the model, at the first image.
"""

import asyncio
import json
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from importlib import import_module
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from typing import Any

from adapters.images.pictures import picture_for
from adapters.images.prompting import NOT_CARD, UNWANTED, prompt_of
from adapters.provenance import jpeg
from domain.mode import Mode
from domain.prices import Provider, Usage
from domain.provenance import DigitalSource
from processors.errors import NotConfigured, Unavailable
from processors.ports import Blobs, Illustrator, Metered, SceneOrder, Visual

AUTO = "auto"
INDEX = "model_index.json"
WEIGHTS = ".safetensors"
UNSAFE = frozenset({".bin", ".ckpt", ".pt", ".pth", ".pkl", ".pickle", ".joblib", ".py"})
"""Pickles run code when they are opened, and so does code."""
STEPS = 30
_QUALITY, _MULTIPLE = 95, 8
_PARTS = ("tokenizers", "transformers", "diffusers")

Progress = Callable[[Any, int, Any, dict[str, Any]], dict[str, Any]]


def fault_of(model: Path) -> str | None:
    """Why no image can be made with this folder; None where one can. Reads no weights."""
    if any(find_spec(it) is None for it in _PARTS):
        return "the extra is not installed: pip install 'ytempire[diffusers]'"
    if not (model / INDEX).is_file():
        return f"{model} holds no pipeline: it has no {INDEX}"
    unsafe = next((it for it in sorted(model.rglob("*")) if it.suffix in UNSAFE), None)
    if unsafe is not None:
        return f"{model} holds {unsafe.name}, which may run code: keep only {WEIGHTS} files in it"
    if next(model.rglob(f"*{WEIGHTS}"), None) is None:
        return f"{model} holds no weights: a {WEIGHTS} file is looked for"
    return None


@dataclass(frozen=True)
class Model:
    """A folder with a pipeline; `asked` is a device of torch, or `auto`: CUDA where there is."""

    folder: Path
    asked: str = AUTO
    steps: int = STEPS

    @cached_property
    def device(self) -> str:
        """Loads torch where nothing is asked for."""
        if self.asked != AUTO:
            return self.asked
        return "cuda" if import_module("torch").cuda.is_available() else "cpu"

    @cached_property
    def provider(self) -> Provider:
        """Named by its folder and by what lies in it: other weights are another model."""
        return Provider("diffusers", f"{self.folder.name}@{self._digest}", Mode.OFFLINE)

    @property
    def _digest(self) -> str:
        told = [
            f"{it.relative_to(self.folder)} {it.stat().st_size}"
            for it in sorted(self.folder.rglob("*"))
            if it.is_file()
        ]
        index = self.folder / INDEX
        known = index.read_bytes() if index.is_file() else b""
        return sha256("\n".join(told).encode() + known).hexdigest()[:12]


class DiffusersIllustrator:
    """Implements the port `Illustrator`: the creator's own pictures first, then the model's.

    One image at a time; the model stays in memory for the next.
    """

    def __init__(self, blobs: Blobs, model: Model, given: Illustrator) -> None:
        self.provider = model.provider
        self._blobs = blobs
        self._model = model
        self._given = given
        self._lock = threading.Lock()
        self._loaded: Any = None

    async def illustrate(self, order: SceneOrder) -> Metered[Visual]:
        """Raises NotConfigured, or Unavailable (`model-failed`, with what was used up).

        What the creator gave is shown as without a model.
        """
        if picture_for(order.script, order.scene, order.pictures) is not None:
            return await self._given.illustrate(order)
        if fault := await asyncio.to_thread(fault_of, self._model.folder):
            raise NotConfigured(f"MODEL_PATH cannot be used: {fault}")
        stopped = threading.Event()
        try:
            made, used = await asyncio.to_thread(self._made, order, stopped)
        finally:
            stopped.set()
        return Metered(Visual(await self._blobs.put(made), NOT_CARD), used)

    def _made(self, order: SceneOrder, stopped: threading.Event) -> tuple[bytes, tuple[Usage, ...]]:
        clock = _Clock(self._model.device)
        with self._lock:
            try:
                image = self._drawn(order, stopped)
            except (RuntimeError, ValueError, OSError, KeyError) as broken:
                raise Unavailable(
                    f"the model in MODEL_PATH failed ({type(broken).__name__}: {broken})",
                    code="model-failed",
                    usage=tuple(clock.usage()),
                ) from broken
        packed = BytesIO()
        image.save(packed, "JPEG", quality=_QUALITY, subsampling=0)
        marked = jpeg.marked(packed.getvalue(), DigitalSource.TRAINED)
        return marked, tuple(clock.usage())

    def _drawn(self, order: SceneOrder, stopped: threading.Event) -> Any:
        torch, pipeline = import_module("torch"), self._pipeline()
        width, height = size_of(order.width, order.height, _area(pipeline))
        seed = int.from_bytes(sha256(seed_of(order).encode()).digest()[:8]) >> 1
        answer = pipeline(
            prompt=prompt_of(order),
            negative_prompt=UNWANTED,
            width=width,
            height=height,
            num_inference_steps=self._model.steps,
            generator=torch.Generator("cpu").manual_seed(seed),
            callback_on_step_end=_until(stopped),
        )
        return answer.images[0].convert("RGB")

    def _pipeline(self) -> Any:
        """The one in memory, else read from its folder, and from nowhere else."""
        if self._loaded is None:
            torch, diffusers = import_module("torch"), import_module("diffusers")
            half = self._model.device.startswith("cuda")
            pipeline = diffusers.AutoPipelineForText2Image.from_pretrained(
                self._model.folder,
                local_files_only=True,
                use_safetensors=True,
                trust_remote_code=False,
                torch_dtype=torch.float16 if half else torch.float32,
            )
            pipeline.set_progress_bar_config(disable=True)
            self._loaded = pipeline.to(self._model.device)
        return self._loaded


@dataclass
class _Clock:
    """This process's own time, and the device's where that is no processor."""

    device: str

    def __post_init__(self) -> None:
        self._cpu_s, self._wall_s = time.process_time(), time.monotonic()

    def usage(self) -> Iterator[Usage]:
        yield Usage("cpu_ms", round((time.process_time() - self._cpu_s) * 1000))
        if self.device != "cpu":
            yield Usage("gpu_ms", round((time.monotonic() - self._wall_s) * 1000))


def seed_of(order: SceneOrder) -> str:
    """The same scene of the same channel gives the same image, whatever its neighbours are."""
    return json.dumps([order.look.palette_seed, order.scene, prompt_of(order)])


def size_of(width: int, height: int, area: int) -> tuple[int, int]:
    """The canvas's shape in about so many pixels, both sides multiples of 8."""
    scale = (area / (width * height)) ** 0.5
    sides = (max(round(it * scale / _MULTIPLE), 1) * _MULTIPLE for it in (width, height))
    across, down = sides
    return across, down


def _area(pipeline: Any) -> int:
    """What the model was trained at: other sizes repeat or cut off what they show."""
    side = int(pipeline.unet.config.sample_size) * int(pipeline.vae_scale_factor)
    return side * side


def _until(stopped: threading.Event) -> Progress:
    def look(pipeline: Any, _: int, __: Any, held: dict[str, Any]) -> dict[str, Any]:
        if stopped.is_set():
            pipeline._interrupt = True  # what diffusers' own guide says to do
        return held

    return look
