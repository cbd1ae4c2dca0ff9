"""Images of OpenAI, over a real socket to its stand-in."""

from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from adapters.blobs.disk import DiskBlobs
from adapters.images.cards import CardIllustrator
from adapters.images.openai_images import OpenAIIllustrator, Quality, size_of
from adapters.provenance import jpeg
from adapters.providers.endpoint import Endpoint
from domain.mode import Mode
from domain.prices import Metering, Usage
from domain.provenance import DigitalSource
from domain.script import Scene, Script
from processors.errors import (
    CallError,
    ContentRefused,
    InvalidInput,
    KeyRefused,
    ModelGone,
    OutcomeUnknown,
    RateLimited,
    Unavailable,
)
from processors.ports import Look, Picture, SceneOrder
from tests.adapters.broken import BROKEN, MALFORMED
from tests.given import blob
from tests.standins import StandIn, faults, stand_in
from tests.standins.faults import Fault

MODEL = "gpt-image-2.5-flare"
WIDE = (1920, 1080)


@pytest.fixture
def openai() -> Iterator[StandIn]:
    with stand_in("openai") as it:
        yield it


def illustrator(openai: StandIn, folder: Path, timeout_s: float = 5.0) -> OpenAIIllustrator:
    blobs = DiskBlobs(folder)
    endpoint = Endpoint("openai", openai.url, lambda: "a-key", timeout_s)
    return OpenAIIllustrator(endpoint, MODEL, blobs, CardIllustrator(blobs), "low", 256 * 144)


def order(heading: str = "A bridge", pictures: tuple[Picture, ...] = ()) -> SceneOrder:
    scene = Scene(heading, ("It stands.",), "stands")
    return SceneOrder(Script("Bridges", "en", (scene,), 5.0), 0, *WIDE, Look("seed"), pictures)


@pytest.mark.parametrize("quality", ["low", "medium", "high"])
@pytest.mark.parametrize("size", [(1920, 1080), (1080, 1920), (1024, 1024)])
async def test_an_image_costs_no_more_than_was_set_aside(
    openai: StandIn, tmp_path: Path, quality: Quality, size: tuple[int, int]
) -> None:
    its = replace(illustrator(openai, tmp_path), quality=quality, pixels=512 * 288)
    asked = replace(order("橋 in fog"), width=size[0], height=size[1])
    most = {it.meter: it.quantity for it in its.most(asked)}

    made = await its.illustrate(asked)

    assert {it.meter for it in made.usage} == most.keys()
    assert all(it.quantity <= most[it.meter] for it in made.usage)


def test_nothing_is_set_aside_for_a_picture_that_was_given(openai: StandIn, tmp_path: Path) -> None:
    given = order("A bridge", (Picture("bridge.jpg", blob("bridge")),))
    assert illustrator(openai, tmp_path).most(given) == ()


async def test_an_image_is_made_and_charged_by_its_tokens(openai: StandIn, tmp_path: Path) -> None:
    its = illustrator(openai, tmp_path)

    made = await its.illustrate(order())

    data = await its.blobs.get(made.answer.image)
    with Image.open(BytesIO(data)) as image:
        assert image.size == (256, 144)
    mark = jpeg.mark_of(data)
    assert mark is not None
    assert mark.source == DigitalSource.TRAINED
    assert made.usage == openai.charges[0].usage
    assert its.provider.mode is Mode.SIMULATED


async def test_what_the_creator_gave_is_shown_and_nobody_is_asked(
    openai: StandIn, tmp_path: Path
) -> None:
    its = illustrator(openai, tmp_path)
    file = BytesIO()
    Image.new("RGB", (320, 180), "teal").save(file, "PNG")
    given = Picture("bridge.png", await its.blobs.put(file.getvalue()))

    made = await its.illustrate(order(pictures=(given,)))

    assert (made.answer.picture, made.usage) == ("bridge.png", ())
    assert openai.requests == []


async def test_without_figures_an_image_has_its_usual_price(
    openai: StandIn, tmp_path: Path
) -> None:
    openai.script(faults.missing_usage())

    made = await illustrator(openai, tmp_path).illustrate(order())

    assert (made.usage, made.metering) == ((Usage("image", 1),), Metering.ESTIMATED)


@pytest.mark.parametrize(
    ("fault", "kind", "code"),
    [
        *BROKEN,
        MALFORMED,
        (faults.status(429, retry_after_s=3), RateLimited, "rate-limited"),
        (faults.status(401), KeyRefused, "key-refused"),
        (faults.status(404, "model_not_found"), ModelGone, "model-gone"),
        (faults.status(400, "moderation_blocked"), ContentRefused, "image-refused"),
        (faults.status(400, "invalid_value"), InvalidInput, "invalid-input"),
        (faults.oversize(65 * 2**20), Unavailable, "answer-too-large"),
    ],
    ids=lambda it: it.name if isinstance(it, Fault) else "",
)
async def test_every_fault_is_told_by_its_class(
    openai: StandIn, tmp_path: Path, fault: Fault, kind: type[CallError], code: str
) -> None:
    openai.script(fault)

    with pytest.raises(CallError) as caught:
        await illustrator(openai, tmp_path).illustrate(order())

    assert (type(caught.value), caught.value.code) == (kind, code)
    assert len(openai.requests) == 1
    paid = bool(openai.charges) and kind is not OutcomeUnknown
    assert bool(caught.value.usage) == paid


async def test_who_answers_too_late_may_have_charged(openai: StandIn, tmp_path: Path) -> None:
    openai.script(faults.slow(1.0))

    with pytest.raises(OutcomeUnknown):
        await illustrator(openai, tmp_path, timeout_s=0.2).illustrate(order())


@pytest.mark.parametrize(
    ("canvas", "size"),
    [
        ((1920, 1080), (1536, 864)),
        ((1080, 1920), (864, 1536)),
        ((1080, 1080), (1152, 1152)),
        ((9000, 1000), (1152, 384)),
    ],
)
def test_an_image_has_the_shape_of_the_film(canvas: tuple[int, int], size: tuple[int, int]) -> None:
    assert size_of(*canvas, 1536 * 864) == size
