from io import BytesIO
from pathlib import Path

import orjson
import pytest
from PIL import Image

from domain.ids import AssetId, BlobId, asset_stream
from tests.adapters.render.clips import Made, make_clip
from tests.adapters.sounds.sounds import Samples, tone, write
from tests.api.serving import Api
from tests.given import PHOTO, YOU

TEXT = ("Ice keeps the air of a hundred thousand winters. " * 10).encode()
RIGHTS = {
    "ownership": "licensed",
    "licence": "CC BY 4.0",
    "commercial_use": True,
    "attribution": "A. Lens",
    "expires_on": None,
}
pytestmark = pytest.mark.asyncio(loop_scope="module")


def picture(kind: str, size: tuple[int, int] = (64, 64)) -> bytes:
    data = BytesIO()
    Image.new("RGB", size, "teal").save(data, kind)
    return data.getvalue()


async def test_a_text_is_kept_as_it_came(shared: Api) -> None:
    its = await shared.upload(TEXT, "ice.md")
    assert its.status_code == 201
    told = its.json()
    assert (told["kind"], told["name"], told["size_bytes"]) == ("text", "ice.md", len(TEXT))
    assert await shared.deps.blobs.get(BlobId(told["blob"])) == TEXT


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
async def test_a_picture_is_known_by_its_bytes_not_by_its_name(shared: Api, kind: str) -> None:
    told = (await shared.upload(picture(kind), "notes.txt")).json()
    assert (told["kind"], told["media_type"]) == ("image", f"image/{kind.lower()}")


async def test_music_is_known_by_its_bytes_by_its_name_or_by_being_said(
    shared: Api, tmp_path: Path
) -> None:
    data = write(tmp_path / "a.flac", tone(1), "flac").read_bytes()
    told = (await shared.upload(data, "notes.txt")).json()
    assert (told["kind"], told["media_type"]) == ("music", "audio/flac")
    raw = write(tmp_path / "a.aac", tone(1), "aac").read_bytes()
    for name, fields in (("a.aac", {}), ("a", {"kind": "music"})):
        told = (await shared.upload(raw, name, **fields)).json()
        assert (told["kind"], told["media_type"]) == ("music", "audio/unknown")


@pytest.mark.parametrize(
    ("sound", "code"),
    [(tone(6), "sound-long"), (0 * tone(1), "sound-silent"), (tone(0.01), "sound-unreadable")],
    ids=["long", "silent", "none"],
)
async def test_music_that_cannot_be_used_is_refused_by_its_name(
    shared: Api, tmp_path: Path, sound: Samples, code: str
) -> None:
    data = write(tmp_path / "a.flac", sound, "flac").read_bytes()
    its = await shared.upload(data, "our tune.flac")
    assert (its.status_code, its.json()["code"]) == (422, code)
    assert "our tune.flac" in its.json()["detail"]


async def test_a_kind_that_nothing_is_taken_as_is_refused(shared: Api) -> None:
    its = await shared.upload(TEXT, kind="film")
    assert (its.status_code, its.json()["code"]) == (422, "invalid")


async def test_rights_are_decided_with_the_file_by_whoever_sends_it(shared: Api) -> None:
    its = await shared.upload(TEXT, rights=orjson.dumps(RIGHTS).decode())
    asset_id = AssetId(its.json()["asset_id"])
    assert (await shared.deps.ledger.state(asset_stream(asset_id))).rights.decided_by == YOU


async def test_rights_are_decided_later(shared: Api) -> None:
    decided = await shared.send("PUT", f"/api/v1/assets/{PHOTO}/rights", RIGHTS)
    assert decided.json()["code"] == "recorded"
    assert (await shared.deps.ledger.state(asset_stream(PHOTO))).rights.licence == "CC BY 4.0"


async def test_the_same_upload_twice_is_one_asset(shared: Api) -> None:
    sent = {"files": {"file": ("a.txt", TEXT)}}
    first, again = [await shared.send("POST", "/api/v1/assets", key="k", **sent) for _ in range(2)]
    assert first.json() == again.json()


async def test_another_file_under_the_same_key_is_refused(shared: Api) -> None:
    for data in (TEXT, TEXT + b"!"):
        its = await shared.send("POST", "/api/v1/assets", key="k", files={"file": ("a.txt", data)})
    assert (its.status_code, its.json()["code"]) == (422, "idempotency-key-reused")


@pytest.mark.parametrize(
    ("data", "status", "code"),
    [
        (b"", 422, "source-empty"),
        (b"too short", 422, "source-too-short"),
        (b"\xff\xfe" + TEXT, 422, "source-not-utf8"),
        (b"%PDF-1.7" + TEXT, 422, "source-binary"),
        (b"word\x00" * 60, 422, "source-binary"),
        (b"MZ\x90\x00" + TEXT, 422, "source-binary"),
        (b"word " * 50_000, 422, "source-too-long"),
        (b"\x89PNG\r\n\x1a\n" + b"no picture", 422, "image-unreadable"),
        (picture("PNG")[:45], 422, "image-unreadable"),
        (b"fLaC" + b"no music", 422, "sound-unreadable"),
        (b"\xff\xd8\xff" + b"x" * 2**18, 413, "too-large"),
        (b"ID3" + b"x" * 2**18, 413, "too-large"),
        (b"word " * 2**18, 413, "too-large"),
    ],
)
async def test_a_file_that_cannot_be_used_is_refused(
    shared: Api, data: bytes, status: int, code: str
) -> None:
    its = await shared.upload(data)
    assert (its.status_code, its.json()["code"]) == (status, code), its.text


@pytest.mark.parametrize("data", [b"", b"no picture at all"])
async def test_what_is_named_a_picture_and_is_none_is_told_so(shared: Api, data: bytes) -> None:
    its = await shared.upload(data, "ice.PNG")
    assert (its.status_code, its.json()["code"]) == (422, "image-unreadable")
    assert its.json()["detail"] == "ice.PNG is no picture; send a JPEG, PNG, WebP or AVIF."


async def test_a_picture_too_small_for_a_film_is_refused_by_name_and_size(shared: Api) -> None:
    its = await shared.upload(picture("PNG", (1, 1)), "dot.png")
    assert (its.status_code, its.json()["code"]) == (422, "image-unreadable")
    assert its.json()["detail"].startswith(
        "the picture dot.png cannot be used: it has 1×1 pixels; 64×64 is the least"
    )


async def test_a_picture_that_unpacks_to_too_many_pixels_is_refused(shared: Api) -> None:
    bomb = BytesIO()
    Image.new("1", (20_000, 20_000)).save(bomb, "PNG")
    its = await shared.upload(bomb.getvalue(), "bomb.png")
    assert (its.status_code, its.json()["code"]) == (422, "image-unreadable")


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\me\\ice.txt", "ice.txt"),
        (".hidden", "hidden"),
        ("café.txt", "café.txt"),
        ("..", "file"),
        ("a\u202ecod.txt", "acod.txt"),
        ("n" * 300 + ".txt", "n" * 196 + ".txt"),
    ],
)
async def test_a_name_holds_no_path_and_nothing_unprintable(
    shared: Api, name: str, kept: str
) -> None:
    assert (await shared.upload(TEXT, name)).json()["name"] == kept


async def test_what_is_no_form_is_refused(shared: Api) -> None:
    its = await shared.send("POST", "/api/v1/assets", {"file": "text"})
    assert (its.status_code, its.json()["code"]) == (415, "media-type-unknown")


@pytest.mark.parametrize(
    ("fields", "status"),
    [({"kind": "image"}, 422), ({"rights": "{}"}, 422), ({"rights": "no json"}, 400)],
)
async def test_fields_that_make_no_sense_are_refused(
    shared: Api, fields: dict[str, str], status: int
) -> None:
    assert (await shared.upload(TEXT, **fields)).status_code == status


async def test_two_files_at_once_are_refused(shared: Api) -> None:
    two = [("file", ("a.txt", TEXT)), ("file", ("b.txt", TEXT))]
    assert (await shared.send("POST", "/api/v1/assets", files=two)).status_code == 400


@pytest.mark.parametrize(
    ("name", "codec", "media_type"),
    [
        ("a.mp4", "libx264", "video/mp4"),
        ("a.mov", "mjpeg", "video/quicktime"),
        ("a.mkv", "libx264", "video/x-matroska"),
        ("a.avi", "mpeg4", "video/x-msvideo"),
        ("a.ts", "mpeg2video", "video/mp2t"),
        ("a.gif", "gif", "image/gif"),
    ],
)
async def test_a_clip_is_known_by_its_bytes_not_by_its_name(
    shared: Api, tmp_path: Path, name: str, codec: str, media_type: str
) -> None:
    pix_fmt = {"gif": "rgb8", "mjpeg": "yuvj420p"}.get(codec, "yuv420p")
    clip = make_clip(tmp_path / name, Made(codec, pix_fmt, options={}))
    told = (await shared.upload(clip.read_bytes(), "notes.txt")).json()
    assert (told["kind"], told["media_type"]) == ("clip", media_type)


@pytest.mark.parametrize(
    ("data", "status", "code"),
    [
        (b"\0\0\0\x18ftypmp42 and no more", 422, "clip-unreadable"),
        (b"\x1aE\xdf\xa3" + bytes(99), 422, "clip-unreadable"),
        (b"\0\0\0\x18ftypmp42" + bytes(2**19), 413, "too-large"),
        (b"#EXTM3U\nfile:///etc/passwd\n" + TEXT, 422, "clip-unreadable"),
        (b"", 422, "clip-unreadable"),
    ],
)
async def test_a_clip_that_cannot_be_used_is_refused_by_its_name(
    shared: Api, data: bytes, status: int, code: str
) -> None:
    its = await shared.upload(data, "hive.mp4")
    assert (its.status_code, its.json()["code"]) == (status, code), its.text
    assert status == 413 or "hive.mp4" in its.json()["detail"]
