"""Whoever started an installation does not stop it under those who use it too."""

from pathlib import Path
from threading import Event, Thread

import pytest

from infra.cli.demo.sharing import until_alone, using

SOON_S, WITHIN_S = 0.2, 5


def test_the_owner_waits_for_another_user_and_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    alone = Event()

    def ends(owner_home: Path) -> None:
        with using(owner_home) as use:
            until_alone(use, owner_home)
            alone.set()

    with using(tmp_path):
        owner = Thread(target=ends, args=(tmp_path,))
        owner.start()
        assert not alone.wait(SOON_S)
    assert alone.wait(WITHIN_S)
    owner.join()
    assert "somebody else still works in" in capsys.readouterr().err


def test_an_owner_alone_waits_for_nobody(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with using(tmp_path) as use:
        until_alone(use, tmp_path)
    assert capsys.readouterr().err == ""


def test_whoever_comes_during_the_stop_waits_for_its_end_and_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    begun = Event()

    def comes() -> None:
        with using(tmp_path):
            begun.set()

    with using(tmp_path) as use:
        until_alone(use, tmp_path)
        newcomer = Thread(target=comes)
        newcomer.start()
        assert not begun.wait(SOON_S)
    assert begun.wait(WITHIN_S)
    newcomer.join()
    assert f"waiting for what ran in {tmp_path} to be stopped" in " ".join(
        capsys.readouterr().err.split()
    )
