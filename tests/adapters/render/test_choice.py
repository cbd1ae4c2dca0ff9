"""What a film is made with: asked for, tried, and chosen once."""

import pytest

from adapters.render.choice import CPU, CUDA, Choosing, candidates, chosen_device, device_error
from adapters.render.encoders import CODECS, FAMILIES
from adapters.render.probe import Probe
from processors.errors import InvalidInput, NotConfigured


@pytest.mark.parametrize("codec", CODECS)
async def test_the_first_encoder_that_works_is_chosen_and_every_try_is_told(codec: str) -> None:
    heard: list[Probe] = []

    async def hear(found: Probe) -> None:
        heard.append(found)

    choice = await Choosing(device=CPU, heard=hear).choose(codec)
    assert [it.works for it in heard] == [False] * (len(heard) - 1) + [True]
    assert heard[-1].encoder == choice.encoder.name
    assert all(it.error for it in heard[:-1])


async def test_a_codec_that_the_asked_encoder_does_not_make_is_refused() -> None:
    with pytest.raises(NotConfigured, match="set it to auto or svtav1") as refused:
        await Choosing(family="x264").choose("av1")
    assert refused.value.code == "encoder-codec"


async def test_a_codec_that_nothing_makes_is_refused() -> None:
    with pytest.raises(InvalidInput, match="h264, hevc, av1, not vhs"):
        await Choosing().choose("vhs")


@pytest.mark.skipif(not device_error(), reason="there is a CUDA device here")
async def test_a_device_that_is_asked_for_and_away_is_said() -> None:
    with pytest.raises(NotConfigured, match="RENDER_DEVICE is cuda") as refused:
        await Choosing(device=CUDA).choose("h264")
    assert refused.value.code == "device-missing"
    assert chosen_device("auto") == CPU


@pytest.mark.parametrize("codec", CODECS)
def test_frames_stay_on_a_device_only_where_there_is_one(codec: str) -> None:
    on_device = [it.on_device for it in candidates(codec, "auto", CUDA)]
    assert on_device == [True, False, False]
    assert not any(it.on_device for it in candidates(codec, "auto", CPU))


def test_every_family_but_auto_makes_something() -> None:
    made = {it.family for codec in CODECS for it in candidates(codec, "auto", CPU)}
    assert {"auto", *made} == set(FAMILIES)


async def test_what_a_segment_is_made_with_names_device_encoder_and_build() -> None:
    choice = await Choosing(device=CPU, family="x264").choose("h264")
    assert choice.made_with.startswith("cpu libx264 ")
    assert len(choice.made_with.split()) == len(("device", "encoder", "libavcodec", "processor"))
