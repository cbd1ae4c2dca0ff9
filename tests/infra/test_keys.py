from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from infra.security.keys import BadKey, Keys, made_before, read_or_make

KEK = bytes(range(32))


@pytest.fixture
def mounted(tmp_path: Path) -> Path:
    """A key-encryption key that somebody else put where we may read it."""
    file = tmp_path / "kek.mounted"
    file.write_bytes(KEK)
    file.chmod(0o440)
    return file


def test_the_first_start_makes_keys_for_our_eyes_only(tmp_path: Path) -> None:
    keys = read_or_make(tmp_path)
    assert len(keys.kek) == len(keys.logins) == 32
    assert keys.kek != keys.logins
    modes = {it.name: oct(it.stat().st_mode & 0o777) for it in (tmp_path / "keys").iterdir()}
    assert modes == {"kek": "0o600", "logins": "0o600"}
    assert (tmp_path / "keys").stat().st_mode & 0o777 == 0o700


def test_later_starts_find_the_same_keys(tmp_path: Path) -> None:
    assert read_or_make(tmp_path) == read_or_make(tmp_path)


def test_of_many_that_start_at_once_all_have_the_same_keys(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(lambda _: read_or_make(tmp_path), range(8)))) == 1


def test_keys_are_never_printed(tmp_path: Path) -> None:
    assert repr(read_or_make(tmp_path)) == "Keys()"


@pytest.mark.parametrize(("name", "mode"), [("kek", 0o640), ("logins", 0o604), (".", 0o750)])
def test_keys_that_others_may_see_are_refused(tmp_path: Path, name: str, mode: int) -> None:
    read_or_make(tmp_path)
    (tmp_path / "keys" / name).chmod(mode)
    with pytest.raises(BadKey, match="is open to others; close it: chmod"):
        read_or_make(tmp_path)


def test_half_a_key_is_refused(tmp_path: Path) -> None:
    read_or_make(tmp_path)
    (tmp_path / "keys" / "kek").write_bytes(KEK[:16])
    with pytest.raises(BadKey, match="has 16 bytes; a key has 32"):
        read_or_make(tmp_path)


def test_a_mounted_key_is_taken_as_it_is(tmp_path: Path, mounted: Path) -> None:
    assert read_or_make(tmp_path, mounted).kek == KEK
    assert not (tmp_path / "keys" / "kek").exists()


def test_a_mounted_key_that_others_may_write_is_refused(tmp_path: Path, mounted: Path) -> None:
    mounted.chmod(0o660)
    with pytest.raises(BadKey, match="can be written by others"):
        read_or_make(tmp_path, mounted)


def test_a_mounted_key_is_never_made(tmp_path: Path) -> None:
    with pytest.raises(BadKey, match="there is no such file"):
        read_or_make(tmp_path, tmp_path / "nowhere")


def test_one_address_is_one_login_however_it_is_written() -> None:
    keys = Keys(KEK, KEK)
    ways = ("Jürgen@Example.com", " ju\u0308rgen@example.COM\n")
    assert {keys.login(it) for it in ways} == {
        "3d39c43135f961390cbeb1c6e0915087024ff721e322e43cd0d089514d3dae88"
    }
    assert keys.login("j@example.com") not in {keys.login(it) for it in ways}


def test_a_key_that_all_machines_share_is_never_made_by_another(tmp_path: Path) -> None:
    with pytest.raises(BadKey, match="copy it from the machine that `ytempire migrate` ran on"):
        made_before(tmp_path / "keys" / "logins")
    keys = read_or_make(tmp_path)
    assert made_before(tmp_path / "keys" / "logins") == keys.logins
