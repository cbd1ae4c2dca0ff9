"""The worked example of the decision record is a real proof, made from fixed keys and events."""

from datetime import UTC, datetime
from pathlib import Path

from infra.audit import merkle
from infra.audit.proof import Proof, check, from_bytes, to_bytes
from infra.audit.seal import FIRST_PREVIOUS, Seal
from infra.audit.signing import key_id, seal_key
from tests.history.samples import load
from tests.infra.test_entry_hash import VECTORS

ADR = Path(__file__).parents[3] / "docs" / "adr" / "0014-sealed-audit.md"
SEED = bytes(range(32))


def example(home: Path) -> Proof:
    """Vectors 1 and 2 of ADR 4 under one seal, signed by the key whose seed is 00 01 … 1f."""
    (home / "keys").mkdir(mode=0o700)
    (home / "keys" / "seal").touch(mode=0o600)
    (home / "keys" / "seal").write_bytes(SEED)
    rows = [load(it) for it in VECTORS[:2]]
    leaves = [it.entry_hash for it in rows]
    noon = datetime(2026, 11, 21, 12, tzinfo=UTC)
    seal = Seal(1, FIRST_PREVIOUS, 1, 2, merkle.root(leaves), noon)
    return Proof(rows[0], 0, merkle.path(leaves, 0), seal_key(home).sign(seal, None))


def test_the_worked_example_is_what_the_code_writes(tmp_path: Path) -> None:
    told = ADR.read_text().split("```json\n")[1].split("```")[0].encode()
    found = from_bytes(told)
    assert told == to_bytes(example(tmp_path))
    check(found, frozenset({found.signed.public_key}))


def test_every_step_of_the_example_is_written_out(tmp_path: Path) -> None:
    told, its = ADR.read_text(), example(tmp_path)
    steps = (its.row.entry_hash, its.path[0], its.signed.seal.root, its.signed.digest)
    assert [it.hex() in told for it in steps] == [True] * len(steps)
    assert key_id(its.signed.public_key) in told
