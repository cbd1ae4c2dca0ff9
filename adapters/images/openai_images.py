"""Images made by OpenAI, charged by their tokens; the creator's own pictures come first."""

import asyncio
import base64
import binascii
import math
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from types import MappingProxyType
from typing import Literal

from openai.types import ImagesResponse
from PIL import Image, UnidentifiedImageError

from adapters.images.pictures import picture_for
from adapters.images.prompting import NOT_CARD, prompt_of
from adapters.provenance import jpeg
from adapters.providers.endpoint import Endpoint
from adapters.providers.openai_client import asked
from adapters.providers.paid import kept
from domain.prices import Metering, Provider, Usage
from domain.provenance import DigitalSource
from processors import estimates
from processors.errors import ContentRefused, Unavailable
from processors.ports import Blobs, Illustrator, Metered, SceneOrder, Visual

ANSWER_MAX_BYTES = 64 * 2**20
UNIT, PIXELS_MAX, RATIO_MAX = 16, 2560 * 1440, 3
"""Sides are multiples of 16, no longer than three times the other (OpenAI's image guide)."""

Quality = Literal["low", "medium", "high"]

SQUARE = 1024 * 1024
TOKENS_A_SQUARE: Mapping[Quality, int] = MappingProxyType(
    {"low": 272, "medium": 1_800, "high": 7_200}
)
"""The most that so many pixels take: OpenAI's table of gpt-image-1, and what resellers ask for
gpt-image-2 (0.053 USD at medium), which is more. Nobody publishes a table of later models."""

_JPEG_QUALITY = 95


@dataclass(frozen=True)
class OpenAIIllustrator:
    """Implements the port `Illustrator`; `pixels` is about how many an image has."""

    endpoint: Endpoint
    model: str
    blobs: Blobs
    given: Illustrator
    quality: Quality = "medium"
    pixels: int = 1536 * 864

    @property
    def provider(self) -> Provider:
        return Provider("openai", self.model, self.endpoint.mode)

    def most(self, order: SceneOrder) -> tuple[Usage, ...]:
        if picture_for(order.script, order.scene, order.pictures) is not None:
            return ()
        width, height = size_of(order.width, order.height, self.pixels)
        made = math.ceil(TOKENS_A_SQUARE[self.quality] * width * height / SQUARE)
        read = math.ceil(len(prompt_of(order).encode()) / estimates.BYTES_A_TOKEN)
        return (Usage("input_token", read), Usage("image_out_token", made))

    async def illustrate(self, order: SceneOrder) -> Metered[Visual]:
        """Raises the taxonomy; ContentRefused as `image-refused`.

        What the creator gave is shown as it is, and costs nothing.
        """
        if picture_for(order.script, order.scene, order.pictures) is not None:
            return await self.given.illustrate(order)
        width, height = size_of(order.width, order.height, self.pixels)
        estimate = estimates.images(1)
        with _refused(order.scene):
            async with asked(self.endpoint, self.model, estimate, ANSWER_MAX_BYTES) as client:
                told = await client.images.generate(
                    model=self.model,
                    prompt=prompt_of(order),
                    size=f"{width}x{height}",
                    quality=self.quality,
                    output_format="png",
                    n=1,
                )
        usage, metering = _used(told)
        made = await asyncio.to_thread(_picture, told, usage)
        image = await kept(self.blobs, made, usage)
        return Metered(Visual(image, NOT_CARD), usage, metering)


@contextmanager
def _refused(scene: int) -> Iterator[None]:
    """Says of a picture that is refused which scene's it is, and what helps."""
    try:
        yield
    except ContentRefused as refused:
        raise ContentRefused(
            f"{refused.sentence}: no picture is made for scene {scene + 1}; change its text, or"
            " give it a picture of your own",
            code="image-refused",
            usage=refused.usage,
        ) from refused


def size_of(width: int, height: int, pixels: int) -> tuple[int, int]:
    """The film's shape in about so many pixels, as OpenAI takes it."""
    scale = (min(pixels, PIXELS_MAX) / (width * height)) ** 0.5
    across, down = (max(round(it * scale / UNIT), 1) * UNIT for it in (width, height))
    return min(across, RATIO_MAX * down), min(down, RATIO_MAX * across)


def _used(told: ImagesResponse) -> tuple[tuple[Usage, ...], Metering]:
    """By token where they are told; else an image's usual price stands."""
    usage = getattr(told, "usage", None)
    details = getattr(usage, "input_tokens_details", None)
    counts = {
        "input_token": getattr(details, "text_tokens", None),
        "image_in_token": getattr(details, "image_tokens", None),
        "image_out_token": getattr(usage, "output_tokens", None),
    }
    known = {meter: it for meter, it in counts.items() if isinstance(it, int)}
    if "image_out_token" not in known:
        return estimates.images(1), Metering.ESTIMATED
    if "input_token" not in known and isinstance(
        all_in := getattr(usage, "input_tokens", None), int
    ):
        known["input_token"] = all_in
    lines = tuple(Usage(meter, count) for meter, count in known.items() if count)
    return lines, Metering.EXACT if len(known) == len(counts) else Metering.PARTIAL


def _picture(told: ImagesResponse, usage: tuple[Usage, ...]) -> bytes:
    """As a JPEG that says what made it. Raises Unavailable (`malformed-answer`) with its cost."""
    try:
        first = (told.data or [])[0]
        data = base64.b64decode(first.b64_json or "", validate=True)
        with Image.open(BytesIO(data), formats=("PNG", "JPEG", "WEBP")) as image:
            packed = BytesIO()
            image.convert("RGB").save(packed, "JPEG", quality=_JPEG_QUALITY, subsampling=0)
    except (
        binascii.Error, IndexError, TypeError, AttributeError, ValueError, OSError,
        UnidentifiedImageError, Image.DecompressionBombError,
    ) as wrong:  # fmt: skip
        raise Unavailable(
            "openai answered with something that is no picture; it is asked again",
            code="malformed-answer",
            usage=usage,
        ) from wrong
    return jpeg.marked(packed.getvalue(), DigitalSource.TRAINED)
