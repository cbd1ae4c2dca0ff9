"""A file's own word on how it was made, asked for on the command line."""

from pathlib import Path

import orjson

from adapters.provenance import jpeg
from domain.provenance import DigitalSource
from tests.adapters.provenance.test_jpeg import picture
from tests.cli.asking import run, sentence

MARKED = jpeg.marked(picture(), DigitalSource.TRAINED)


def test_a_mark_that_holds_is_told(tmp_path: Path) -> None:
    file = tmp_path / "thumbnail.jpg"
    file.write_bytes(MARKED)
    told = run("video", "provenance", str(file), "--json", home=tmp_path)
    said = orjson.loads(told.stdout)
    assert (said["source"], said["holds"]) == ("trainedAlgorithmicMedia", True)
    assert "the mark holds" in run("video", "provenance", str(file), home=tmp_path).stdout


def test_a_mark_that_was_removed_or_belongs_to_another_file_is_missed(tmp_path: Path) -> None:
    file = tmp_path / "thumbnail.jpg"
    file.write_bytes(jpeg.without_mark(MARKED))
    told = run("video", "provenance", str(file), home=tmp_path)
    assert (told.exit_code, "carries no mark" in sentence(told)) == (1, True)
    file.write_bytes(MARKED[:-4] + b"\0\0\xff\xd9")
    told = run("video", "provenance", str(file), home=tmp_path)
    assert (told.exit_code, "is not the file that was marked" in sentence(told)) == (1, True)


def test_any_other_file_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "notes.txt"
    file.write_bytes(b"notes")
    told = run("video", "provenance", str(file), home=tmp_path)
    assert (told.exit_code, "neither a JPEG nor an MP4" in sentence(told)) == (2, True)


def test_a_file_that_is_not_there_or_is_none_is_said(tmp_path: Path) -> None:
    told = run("video", "provenance", str(tmp_path / "no.mp4"), home=tmp_path)
    assert sentence(told) == f"there is no file {tmp_path / 'no.mp4'}; name a film or a thumbnail"
    told = run("video", "provenance", str(tmp_path), home=tmp_path)
    assert (told.exit_code, "cannot be read (Is a directory)" in sentence(told)) == (2, True)
