"""A person's changes, typed: what they come to, held against a real API."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from adapters.blobs.disk import DiskBlobs
from domain.ids import BlobId, video_stream
from domain.metadata import Metadata
from domain.script import Script
from domain.video import Video
from processors import documents
from tests.adapters.render.clips import make_clip
from tests.api.changeable import SCENES, history
from tests.api.test_asset import picture
from tests.cli.asking import Installation, installed, sentence
from tests.given import VIDEO

ID = str(VIDEO)


@pytest.fixture
async def here(viewed_url: str, tmp_path: Path) -> AsyncIterator[Installation]:
    """A film of two scenes, whose script and metadata can be read."""
    entries = await history(DiskBlobs(tmp_path / "blobs"))
    async with installed(viewed_url, tmp_path, entries) as it:
        yield it


async def edited(here: Installation, *words: str) -> Video:
    assert (await here.done("video", "edit", ID, *words))["code"] == "recorded"
    video: Video = await here.api.deps.ledger.state(video_stream(VIDEO))
    return video


async def loaded(here: Installation, blob: BlobId | None) -> object:
    assert blob is not None
    return await documents.load(here.api.deps.blobs, blob, Metadata)


async def test_title_description_and_tags_are_changed_together(here: Installation) -> None:
    words = ("--title", "Old ice", "--description", "Older.", "--tag", "ice", "--tag", "age")
    kept = await loaded(here, (await edited(here, *words)).parts.metadata)
    assert kept == Metadata("Old ice", "Older.", ("ice", "age"), "en")


async def test_a_scene_says_the_sentences_of_a_file(here: Installation, tmp_path: Path) -> None:
    (tmp_path / "scene.txt").write_text("Ice is old. It\nremembers air.\n")
    video = await edited(here, "--scene", "2", "--text", str(tmp_path / "scene.txt"))
    assert video.parts.script is not None
    script = await documents.load(here.api.deps.blobs, video.parts.script, Script)
    assert script.scenes[0] == SCENES[0]
    assert script.scenes[1].sentences == ("Ice is old.", "It remembers air.")


async def test_a_scene_and_the_thumbnail_get_pictures_of_ones_own(
    here: Installation, tmp_path: Path
) -> None:
    own = tmp_path / "own.jpg"
    own.write_bytes(picture("JPEG"))
    words = ("--scene", "1", "--picture", str(own), "--thumbnail", str(own))
    assert (await edited(here, *words)).parts.thumbnail is not None


async def test_a_scene_gets_a_part_of_a_clip(here: Installation, tmp_path: Path) -> None:
    clip = make_clip(tmp_path / "hive.mp4")
    video = await edited(here, "--scene", "1", "--picture", str(clip), "--cut", "0.2-0.8")
    (footage, _) = video.parts.footage
    assert footage is not None
    assert (footage.name, footage.in_ms, footage.out_ms) == ("hive.mp4", 200, 800)


async def test_what_was_decided_is_changed_and_the_rest_stays(here: Installation) -> None:
    its = (await edited(here, "--made-for-kids", "--realistic")).decided
    assert its.audience.made_for_kids
    assert its.disclosure.realistic
    assert not its.paid_promotion.included


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (("--scene", "1"), "name both"),
        (("--text", "a.txt"), "name both"),
        (("--thumbnail", "no.jpg"), "there is no file no.jpg"),
        (("--thumbnail", "a.jpg", "--thumbnail-variant", "2"), "both choose the thumbnail"),
        (("--title", "New", "--cut", "1-2"), "--cut says what is shown of a clip"),
        (("--scene", "1", "--picture", "a.jpg", "--cut", "1-2"), "--cut says what is shown"),
        (("--scene", "1", "--picture", "a.mp4", "--cut", "x"), "--cut takes FROM-TO in seconds"),
        (("--scene", "1", "--picture", "a.mp4", "--cut", "2-1"), "ends after it starts"),
        (("--title", "a < b"), "hold no < and no >"),
        ((), "Say what is to be changed. (nothing-asked)"),
    ],
)
async def test_an_edit_that_makes_no_sense_is_refused(
    here: Installation, words: tuple[str, ...], complaint: str
) -> None:
    result = await here.says("video", "edit", ID, *words)
    assert result.exit_code == 2
    assert complaint in sentence(result)


@pytest.mark.parametrize(
    ("data", "complaint"), [(b" \n", "is empty"), (b"\xe9t\xe9", "is not UTF-8; save it so")]
)
async def test_a_scene_without_words_is_refused(
    here: Installation, tmp_path: Path, data: bytes, complaint: str
) -> None:
    text = tmp_path / "scene.txt"
    text.write_bytes(data)
    result = await here.says("video", "edit", ID, "--scene", "1", "--text", str(text))
    assert result.exit_code == 2
    assert complaint in sentence(result)


async def test_the_look_of_one_films_captions_is_changed(here: Installation) -> None:
    await here.done("video", "captions", ID, "--preset", "marker", "--place", "high")
    video: Video = await here.api.deps.ledger.state(video_stream(VIDEO))
    assert (video.captions.spoken_box, video.captions.place) == ("#ffd23f", "high")


async def test_captions_that_cannot_be_read_are_refused_in_a_sentence(here: Installation) -> None:
    result = await here.says("video", "captions", ID, "--box", "none", "--outline", "0")
    assert result.exit_code != 0
    assert "or a box" in sentence(result)
