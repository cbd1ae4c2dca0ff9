"""An appeal pack, typed."""

from hashlib import sha256
from pathlib import Path
from zipfile import ZipFile

from tests.cli.asking import Installation, sentence
from tests.given import VIDEO

ID = str(VIDEO)


async def test_it_is_written_where_it_is_wanted_and_never_over_another(
    here: Installation, tmp_path: Path
) -> None:
    file = tmp_path / "pack.zip"
    done = await here.done("video", "appeal-pack", ID, "--to", str(file))
    assert done["sha256"] == sha256(file.read_bytes()).hexdigest()
    with ZipFile(file) as pack:
        assert {"summary.json", "models.json", "manifest.json"} <= set(pack.namelist())
        assert b"no seal covers position" in pack.read("proofs/index.json")
    again = await here.says("video", "appeal-pack", ID, "--to", str(file))
    assert (again.exit_code, "is there already" in sentence(again)) == (2, True)


async def test_it_cannot_be_written_into_nowhere(here: Installation, tmp_path: Path) -> None:
    told = await here.says("video", "appeal-pack", ID, "--to", str(tmp_path / "no" / "pack.zip"))
    assert (told.exit_code, "cannot be written" in sentence(told)) == (2, True)


async def test_a_video_that_is_not_there_has_none(here: Installation) -> None:
    told = await here.says("video", "appeal-pack", "00000000-0000-0000-0000-0000000000ff")
    assert (told.exit_code, "there is no such video" in sentence(told)) == (2, True)
