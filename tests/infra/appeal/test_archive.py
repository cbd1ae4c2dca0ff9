from hashlib import sha256
from io import BytesIO
from zipfile import ZipFile

import orjson
from hypothesis import given
from hypothesis import strategies as st

from infra.appeal.archive import archive

names = st.text("abcdefgh/.-", min_size=1, max_size=20).map(lambda it: f"files/{it}")


@given(st.dictionaries(names, st.binary(max_size=300), max_size=6))
def test_the_same_files_in_any_order_are_the_same_bytes(files: dict[str, bytes]) -> None:
    turned = dict(reversed(list(files.items())))
    assert archive(files) == archive(turned)


@given(st.dictionaries(names, st.binary(max_size=300), max_size=6))
def test_every_file_is_in_it_as_its_manifest_says(files: dict[str, bytes]) -> None:
    with ZipFile(BytesIO(archive(files))) as packed:
        listed = orjson.loads(packed.read("manifest.json"))["files"]
        assert listed.keys() == files.keys()
        for name, its in listed.items():
            data = packed.read(name)
            assert data == files[name]
            assert its == {"sha256": sha256(data).hexdigest(), "size_bytes": len(data)}
