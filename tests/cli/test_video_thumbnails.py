"""Thumbnails to choose from, typed."""

from pathlib import Path

from domain.ids import video_stream
from domain.video import Video
from tests.cli.asking import Installation, sentence
from tests.domain.video.history import VARIANTS
from tests.given import VIDEO

ID = str(VIDEO)


async def test_they_are_listed_with_the_one_that_stands(here: Installation) -> None:
    made = (await here.done("video", "thumbnails", ID))["thumbnails"]
    assert [it["chosen"] for it in made] == [False, True, False]
    told = await here.says("video", "thumbnails", ID)
    assert told.exit_code == 0
    assert "label" in told.stdout


async def test_they_are_saved_wide_and_tall(here: Installation, tmp_path: Path) -> None:
    for it in VARIANTS:
        for name in (it.layout.value, f"{it.layout.value} cover", "thumbnail"):
            await here.api.deps.blobs.put(name.encode())
    out = tmp_path / "new" / "pictures"
    made = (await here.done("video", "thumbnails", ID, "--out", str(out)))["thumbnails"]
    assert made[1]["wide_file"] == str(out / "thumbnail-2.jpg")
    assert (out / "thumbnail-2.jpg").read_bytes() == b"thumbnail"
    assert (out / "cover-2.jpg").read_bytes() == b"side cover"
    said = (await here.says("video", "thumbnails", ID)).stdout
    assert f"/api/v1/videos/{ID}/files/cover-2.jpg" in said


async def test_another_is_chosen_by_its_number(here: Installation) -> None:
    answer = await here.done("video", "edit", ID, "--thumbnail-variant", "3")
    assert answer["code"] == "recorded"
    video: Video = await here.api.deps.ledger.state(video_stream(VIDEO))
    assert video.parts.thumbnail == VARIANTS[2].wide


async def test_a_video_that_is_not_there_has_none(here: Installation) -> None:
    told = await here.says("video", "thumbnails", "ffff")
    assert told.exit_code == 2
    assert "no video begins with 'ffff'" in sentence(told)
