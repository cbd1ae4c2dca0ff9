"""What a demo is asked for: anything wrong is one sentence, before anything is begun."""

import fcntl
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from infra.cli.demo.visuals import tell_left_out, visuals
from infra.embedded.supervisor import LOCK
from infra.settings import Making
from tests.adapters.render.clips import make_clip
from tests.cli.asking import run, sentence

WORDS = "The sea keeps what the land forgets, and tells it again at every tide. "
TEXT = WORDS * 5


@pytest.fixture
def text(tmp_path: Path) -> Path:
    file = tmp_path / "text.md"
    file.write_text(TEXT)
    return file


def refused(home: Path, *words: str, **env: str) -> str:
    result = run("demo", *words, home=home / "home", env=env)
    assert result.exit_code == 2, result.output
    assert not (home / "home" / "postgres").exists()
    return sentence(result)


def written(file: Path, data: bytes) -> str:
    file.write_bytes(data)
    return str(file)


SOURCES: dict[str, tuple[Callable[[Path], str], str]] = {
    "is not there": (lambda folder: str(folder / "no.md"), "there is no file"),
    "is a folder": (str, "is a folder; --source takes one text file"),
    "is empty": (lambda folder: written(folder / "a.md", b""), "is empty"),
    "is blank": (lambda folder: written(folder / "a.md", b" \n\n"), "is empty"),
    "is binary": (lambda folder: written(folder / "a.md", b"\0" * 400), "is not plain text"),
    "is a picture": (lambda folder: written(folder / "a.md", b"\x89PNG\r\n"), "is not plain text"),
    "is not UTF-8": (
        lambda folder: written(folder / "a.md", TEXT.encode() + b"\xe9t\xe9"),
        "is not UTF-8: byte 355 is wrong",
    ),
    "is UTF-16": (lambda folder: written(folder / "a.md", TEXT.encode("utf-16")), "is UTF-16"),
    "is short": (lambda folder: written(folder / "a.md", WORDS.encode()), "has 14 words"),
    "is long": (lambda folder: written(folder / "a.md", b"word " * 40_001), "200,005 characters"),
    "is huge": (lambda folder: written(folder / "a.md", b"word " * 900_000), "4,500,000 bytes"),
}


@pytest.mark.parametrize("what", SOURCES)
def test_a_source_is_refused_that(what: str, tmp_path: Path) -> None:
    make, complaint = SOURCES[what]
    assert complaint in refused(tmp_path, "--source", make(tmp_path))


@pytest.mark.parametrize(
    ("option", "value", "complaint"),
    [
        ("--aspect", "4:3", "there is no aspect 4:3; --aspect takes 16:9, 9:16, 1:1"),
        ("--seconds", "9", "--seconds takes 10 to 600, not 9"),
        ("--seconds", "601", "--seconds takes 10 to 600, not 601"),
        ("--seconds", "-1", "--seconds takes 10 to 600, not -1"),
        ("--language", "xx", "does not speak 'xx'; near ones: "),
        ("--language", "englisch", "does not speak 'englisch'; near ones: "),
        ("--language", "", "does not speak ''; near ones: "),
        ("--language", "en-us-", "--language takes a tag such as en or pt-BR, not en-us-"),
        ("--images", "nowhere", "there is no folder nowhere"),
    ],
)
def test_an_option_that_makes_no_sense_is_refused(
    option: str, value: str, complaint: str, text: Path
) -> None:
    assert complaint in refused(text.parent, "--source", str(text), option, value)


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (("--topic", "The tides"), "nobody is chosen to find out about a topic; add --simulated"),
        (("--topic", "The tides", "--source", "a.md"), "a text or a --topic to find out about"),
        (("--topic", " "), "a text or a --topic to find out about, one of both"),
        (("--topic", "t" * 201), "--topic takes 200 characters at most, not 201"),
        (("--topic", "The tides", "--language", "xx"), "does not speak 'xx'"),
    ],
)
def test_a_topic_that_cannot_be_found_out_about_is_refused(
    words: tuple[str, ...], complaint: str, tmp_path: Path
) -> None:
    chosen = {"PROVIDERS__RESEARCH": "" if "nobody" in complaint else "openai:gpt-6.1-terra"}
    assert complaint in refused(tmp_path, *words, **chosen)


def test_providers_that_somebody_else_started_are_not_made_to_fail(tmp_path: Path) -> None:
    home = tmp_path / "home" / "simulated"
    home.mkdir(parents=True)
    with (home / LOCK).open("w", encoding="ascii") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        said = refused(tmp_path, "--simulated", "--fail", "0.2")
    assert "its simulated providers are the ones that are asked" in said


def test_a_text_that_the_voice_would_spell_out_is_refused(tmp_path: Path) -> None:
    source = written(tmp_path / "a.md", ("海は陸が忘れたものを覚えている。" * 20).encode())
    said = refused(tmp_path, "--source", source, "--language", "ja")
    assert "reads Japanese in kana alone" in said


def test_a_folder_without_pictures_is_refused(text: Path) -> None:
    said = refused(text.parent, "--source", str(text), "--images", str(text.parent))
    assert "holds no PNG, JPEG, WebP or AVIF" in said


def test_more_pictures_than_a_film_takes_are_refused(text: Path) -> None:
    for n in range(17):
        (text.parent / f"{n}.png").touch()
    said = refused(text.parent, "--source", str(text), "--images", str(text.parent))
    assert "holds 17 pictures; 16 are taken at most" in said


def test_a_picture_that_cannot_be_opened_is_named(text: Path) -> None:
    Image.new("RGB", (64, 64)).save(text.parent / "a.png")
    (text.parent / "b.jpg").write_bytes(b"\xff\xd8\xffno picture")
    said = refused(text.parent, "--source", str(text), "--images", str(text.parent))
    assert "the picture b.jpg cannot be used" in said


def test_what_is_left_out_of_a_folder_is_named(
    text: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = text.parent / "pictures"
    (folder / "old").mkdir(parents=True)
    Image.new("RGB", (64, 64)).save(folder / "a.png")
    for name in ("b.heic", "notes.txt", ".DS_Store", *(f"{n}.psd" for n in range(4))):
        (folder / name).touch()
    tell_left_out(folder, visuals(folder, Making()))
    said = capsys.readouterr().err
    assert "0.psd, 1.psd, 2.psd, 3.psd, b.heic and 2 more; --images takes PNG, JPEG" in said
    assert ".DS_Store" not in said


@pytest.fixture
def filmed(text: Path) -> tuple[str, ...]:
    """The words of a demo with one clip."""
    make_clip(text.parent / "hive.mp4")
    return ("--source", str(text), "--images", str(text.parent))


def test_a_clip_that_cannot_be_opened_is_named(text: Path) -> None:
    (text.parent / "a.mp4").write_bytes(b"\0\0\0\x18ftypmp42 no more")
    said = refused(text.parent, "--source", str(text), "--images", str(text.parent))
    assert "The clip a.mp4 cannot be used" in said


def test_a_clip_longer_than_is_taken_is_named(text: Path, filmed: tuple[str, ...]) -> None:
    said = refused(text.parent, *filmed, MAKING__CLIP_S="0.5")
    assert "The clip hive.mp4 cannot be used: it lasts 1.0 s; 0.5 s is the most" in said


@pytest.mark.parametrize(
    ("cut", "complaint"),
    [
        ("hive.mp4", "--cut takes NAME=FROM-TO in seconds"),
        ("hive.mp4=a-b", "--cut takes NAME=FROM-TO in seconds"),
        ("wasp.mp4=0-1", "there is no clip wasp.mp4 among the pictures"),
        ("hive.mp4=9-12", "begins at 9000 ms, and the clip ends at"),
        ("hive.mp4=2-1", "a cut from 2000 ms to 1000 ms shows nothing"),
    ],
)
def test_a_cut_that_makes_no_sense_is_refused(
    cut: str, complaint: str, text: Path, filmed: tuple[str, ...]
) -> None:
    assert complaint in refused(text.parent, *filmed, "--cut", cut)


def test_an_out_that_is_no_folder_is_refused(text: Path) -> None:
    said = refused(text.parent, "--source", str(text), "--out", str(text / "films"))
    assert said.endswith("cannot be written (Not a directory); name another --out")


def test_an_out_where_nothing_can_be_written_is_refused_as_that(text: Path) -> None:
    said = refused(text.parent, "--source", str(text), "--out", "/proc/films")
    assert said.startswith("/proc/films cannot be written (")


def test_a_file_of_pictures_is_no_folder(text: Path) -> None:
    said = refused(text.parent, "--source", str(text), "--images", str(text))
    assert said.startswith(f"{text} is no folder; --images takes one with PNG")


def test_what_only_has_a_pictures_name_is_no_picture(text: Path) -> None:
    (text.parent / "folder.png").mkdir()
    (text.parent / "link.jpg").symlink_to("nowhere")
    said = refused(text.parent, "--source", str(text), "--images", str(text.parent))
    assert "holds no PNG, JPEG, WebP or AVIF" in said


def test_too_little_room_is_refused_and_leaves_no_folder(text: Path) -> None:
    out = text.parent / "films"
    words = ("--source", str(text), "--out", str(out))
    said = refused(text.parent, *words, MAKING__FREE_BYTES=str(2**60))
    assert said.endswith(f"bytes free; a film needs {2**60:,} to begin with")
    assert not out.exists()


def test_settings_that_make_no_sense_are_refused(text: Path) -> None:
    said = refused(text.parent, "--source", str(text), HTTP__PORT="many")
    assert said.startswith("HTTP__PORT makes no sense")
