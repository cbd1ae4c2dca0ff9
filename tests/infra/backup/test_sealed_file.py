"""Files of a backup: whatever is done to one, it never opens as something else."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infra.backup.errors import Damaged
from infra.backup.sealed_file import HEAD, MAGIC, Cipher

CHUNK = 16
CIPHER = Cipher(bytes(range(32)), "backup-1")
LENGTHS = [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 5 * CHUNK]


def sealed(place: Path, data: bytes, name: str = "tables/a", cipher: Cipher = CIPHER) -> bytes:
    (place / name).unlink(missing_ok=True)
    cipher.seal(place, name, [data], CHUNK)
    return (place / name).read_bytes()


def opened(place: Path, file: bytes, name: str = "tables/a") -> bytes:
    (place / name).parent.mkdir(exist_ok=True)
    (place / name).unlink(missing_ok=True)
    (place / name).write_bytes(file)
    return b"".join(CIPHER.open(place, name))


def chunks(file: bytes) -> list[bytes]:
    found, at = [], len(MAGIC)
    while at < len(file):
        size_bytes = HEAD.size + HEAD.unpack_from(file, at)[0]
        found.append(file[at : at + size_bytes])
        at += size_bytes
    return found


@pytest.mark.parametrize("length", LENGTHS)
def test_what_was_sealed_is_opened_again(tmp_path: Path, length: int) -> None:
    data = bytes(it % 251 for it in range(length))
    assert opened(tmp_path, sealed(tmp_path, data)) == data


@given(data=st.binary(max_size=4 * CHUNK), pieces=st.lists(st.integers(1, 3 * CHUNK)))
def test_how_the_data_came_in_does_not_count(
    tmp_path_factory: pytest.TempPathFactory, data: bytes, pieces: list[int]
) -> None:
    place, left, some = tmp_path_factory.mktemp("it"), data, []
    for length in pieces:
        some.append(left[:length])
        left = left[length:]
    CIPHER.seal(place, "tables/a", [*some, left], CHUNK)
    assert b"".join(CIPHER.open(place, "tables/a")) == data


def test_a_flip_of_any_bit_is_found(tmp_path: Path) -> None:
    file = sealed(tmp_path, b"x" * (CHUNK + 3))
    for at in range(len(file) * 8):
        changed = bytearray(file)
        changed[at // 8] ^= 1 << at % 8
        with pytest.raises(Damaged):
            opened(tmp_path, bytes(changed))


def test_a_cut_anywhere_is_found(tmp_path: Path) -> None:
    file = sealed(tmp_path, b"x" * (3 * CHUNK))
    for length in range(len(file)):
        with pytest.raises(Damaged):
            opened(tmp_path, file[:length])


def test_what_follows_the_end_is_found(tmp_path: Path) -> None:
    with pytest.raises(Damaged, match="goes on after its end"):
        opened(tmp_path, sealed(tmp_path, b"x") + b"y")


def test_chunks_in_another_order_are_found(tmp_path: Path) -> None:
    first, second, *rest = chunks(sealed(tmp_path, bytes(4 * CHUNK)))
    with pytest.raises(Damaged, match="chunk 0"):
        opened(tmp_path, MAGIC + second + first + b"".join(rest))


def test_a_chunk_left_out_is_found(tmp_path: Path) -> None:
    first, _, *rest = chunks(sealed(tmp_path, bytes(4 * CHUNK)))
    with pytest.raises(Damaged, match="chunk 1"):
        opened(tmp_path, MAGIC + first + b"".join(rest))


def test_a_file_under_the_name_of_another_is_found(tmp_path: Path) -> None:
    with pytest.raises(Damaged, match="or moved there"):
        opened(tmp_path, sealed(tmp_path, b"x", "tables/b"))


def test_a_file_of_another_backup_is_found(tmp_path: Path) -> None:
    other = Cipher(CIPHER.key, "backup-2")
    with pytest.raises(Damaged, match="or moved there"):
        opened(tmp_path, sealed(tmp_path, b"x", cipher=other))


def test_a_chunk_that_claims_to_be_huge_is_refused_unread(tmp_path: Path) -> None:
    with pytest.raises(Damaged, match="no such chunk"):
        opened(tmp_path, MAGIC + HEAD.pack(2**32 - 1, 1, bytes(12)))
