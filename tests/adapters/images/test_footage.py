from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from adapters.blobs.disk import DiskBlobs
from adapters.images.cards import CardIllustrator
from domain.clip import WHOLE, ClipSound, Cut, Footage
from domain.script import Scene, Script
from processors.errors import InvalidInput
from processors.ports import Look, Picture, SceneOrder, Visual
from tests.adapters.render.clips import make_clip

SCENES = tuple(Scene(f"Heading {it}", ("Said.",), f"Key phrase {it}") for it in range(4))
SCRIPT = Script("Bees", "en", SCENES, 30.0)


@pytest.fixture
def blobs(tmp_path: Path) -> DiskBlobs:
    return DiskBlobs(tmp_path / "blobs")


async def illustrated(blobs: DiskBlobs, folder: Path, cut: Cut) -> Visual:
    clip = Picture("1 hive.mp4", await blobs.put_file(make_clip(folder / "made.mp4")), cut)
    order = SceneOrder(SCRIPT, 0, 320, 180, Look("bees"), (clip,))
    return (await CardIllustrator(blobs).illustrate(order)).answer


async def test_a_scene_with_a_clip_has_its_footage_and_a_still_of_it(
    blobs: DiskBlobs, tmp_path: Path
) -> None:
    visual = await illustrated(blobs, tmp_path, WHOLE)
    assert visual.footage is not None
    assert visual.picture == visual.footage.name == "1 hive.mp4"
    assert (visual.footage.in_ms, visual.footage.out_ms) == (0, 1_000)
    assert Image.open(BytesIO(await blobs.get(visual.image))).size == (320, 180)


async def test_a_cut_ends_with_its_clip_and_what_is_silent_is_muted(
    blobs: DiskBlobs, tmp_path: Path
) -> None:
    visual = await illustrated(blobs, tmp_path, Cut(400, 9_000, ClipSound.DUCKED))
    assert isinstance(visual.footage, Footage)
    its = visual.footage
    assert (its.in_ms, its.out_ms, its.sound) == (400, 1_000, ClipSound.MUTED)


async def test_a_cut_that_begins_after_its_clip_is_refused(
    blobs: DiskBlobs, tmp_path: Path
) -> None:
    with pytest.raises(InvalidInput, match=r"1 hive\.mp4 begins at 1000 ms") as refused:
        await illustrated(blobs, tmp_path, Cut(1_000))
    assert refused.value.code == "cut-outside"
