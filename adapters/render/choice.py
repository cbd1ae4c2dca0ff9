"""Choosing what a film is made with: once a film, among what really works on this machine.

The device composes, the encoder encodes: each is chosen for itself, since there are devices
without an encoder (NVIDIA's H100 and H200) and encoders without a use for the device.
"""

import asyncio
import ctypes
import sys
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from functools import cache

from adapters.render.encoders import AUTO, CODECS, ENCODERS, SOFTWARE, Encoder
from adapters.render.probe import Probe, build_of, probed
from processors.errors import InvalidInput, NotConfigured

CPU, CUDA = "cpu", "cuda"
DEVICES = (AUTO, CPU, CUDA)
"""What RENDER_DEVICE takes."""

Heard = Callable[[Probe], Awaitable[None]]


async def unheard(_: Probe) -> None:
    """Nobody wants to know what was found."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What a film's segments are all made with."""

    device: str
    encoder: Encoder

    @property
    def made_with(self) -> str:
        return f"{self.device} {build_of(self.encoder)}"


@dataclass(frozen=True, slots=True)
class Choosing:
    """What was asked for: RENDER_DEVICE and RENDER_ENCODER. `heard` is told of every probe."""

    device: str = AUTO
    family: str = AUTO
    heard: Heard = unheard

    async def choose(self, codec: str) -> Choice:
        """Raises InvalidInput (`codec-unknown`), NotConfigured (`encoder-codec`,
        `encoder-broken`, `device-missing`); the sentence has what the encoder itself said.
        """
        device, errors = await asyncio.to_thread(chosen_device, self.device), []
        for encoder in candidates(codec, self.family, device):
            found = await asyncio.to_thread(probed, encoder.name)
            await self.heard(found)
            if found.works:
                return Choice(device, encoder)
            errors.append(f"{encoder.name}: {found.error}")
        raise NotConfigured(
            f"No encoder for {codec} works on this machine ({'; '.join(errors)})",
            code="encoder-broken",
        )


def candidates(codec: str, family: str, device: str) -> tuple[Encoder, ...]:
    """In the order in which they are tried. Raises InvalidInput, NotConfigured."""
    if codec not in CODECS:
        raise InvalidInput(
            f"A film is encoded as {', '.join(CODECS)}, not {codec}", code="codec-unknown"
        )
    found = tuple(_of(codec, family, device))
    if not found:
        makes = SOFTWARE[codec].family
        raise NotConfigured(
            f"RENDER_ENCODER is {family}, which makes no {codec}: set it to auto or {makes},"
            " or ask for another codec",
            code="encoder-codec",
        )
    return found


def _of(codec: str, family: str, device: str) -> Iterator[Encoder]:
    for it in ENCODERS:
        fits = it.codec == codec and family in (AUTO, it.family)
        if fits and (device == CUDA or not it.on_device):
            yield it


def chosen_device(asked: str) -> str:
    """Raises NotConfigured (`device-missing`) where cuda is asked for and is not there."""
    if asked == CPU:
        return CPU
    why = device_error()
    if why and asked == CUDA:
        raise NotConfigured(
            f"RENDER_DEVICE is cuda, and no CUDA device works here: {why}", code="device-missing"
        )
    return CPU if why else CUDA


@cache
def device_error() -> str:
    """Why nothing can be computed on a CUDA device here; empty where it can. Tried once."""
    if not _has_driver():
        return "no NVIDIA driver is installed"
    import torch  # noqa: PLC0415 - seconds, for who has a device or may have one

    if not torch.cuda.is_available():
        return "torch finds none"
    try:
        worked = int((torch.arange(4, device=CUDA) + 1).sum().item()) == sum(range(1, 5))
    except RuntimeError as fault:
        return str(fault).partition("\n")[0]
    return "" if worked else "it computes wrongly"


def _has_driver() -> bool:
    """Asked before torch is loaded, which takes as long as drawing 200 frames."""
    try:
        ctypes.CDLL("nvcuda.dll" if sys.platform == "win32" else "libcuda.so.1")
    except OSError:
        return False
    return True
