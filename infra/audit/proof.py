"""One event's proof: the event, the path from it to a seal's root, and the seal with its signature.

It is checked with nothing but this file, a public key, and an auditor's copy of the anchors:
no database, no home. docs/adr/0014-sealed-audit.md has the format and a worked example.

BadProof   the file is no proof, or one that proves nothing; the message says which step fails
"""

from base64 import b64decode, b64encode
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import orjson

from infra.audit import anchor, merkle
from infra.audit.anchor import MALFORMED, BadAnchor, fault_of, seal_as_json, seal_from_json
from infra.audit.seal import Signed
from infra.audit.signing import key_id
from infra.ledger.entry_hash import entry_hash
from infra.ledger.row import Row
from processors.anchors import Anchors

FORMAT = "YTP1"


class BadProof(Exception):
    """What is said to be proved is not."""


@dataclass(frozen=True, slots=True)
class Proof:
    """`index` counts from 0 within the seal; `path` has the siblings from below."""

    row: Row
    index: int
    path: tuple[bytes, ...]
    signed: Signed


def to_bytes(proof: Proof) -> bytes:
    """The same proof gives the same bytes."""
    found = {
        "format": FORMAT,
        "event": _event(proof.row),
        "index": proof.index,
        "path": [it.hex() for it in proof.path],
        "seal": seal_as_json(proof.signed),
    }
    return orjson.dumps(found, option=orjson.OPT_INDENT_2) + b"\n"


def from_bytes(data: bytes) -> Proof:
    """Raises BadProof where a byte of it was not written by `to_bytes`."""
    try:
        found = orjson.loads(data)
        proof = Proof(
            _row(found["event"]),
            int(found["index"]),
            tuple(bytes.fromhex(it) for it in found["path"]),
            seal_from_json(found["seal"]),
        )
        same = _in_range(proof) and to_bytes(proof) == data
    except (KeyError, *MALFORMED) as wrong:
        raise BadProof(f"it is no proof in the format {FORMAT} ({wrong})") from wrong
    if not same:
        raise BadProof("it is not as it was written")
    return proof


def check(proof: Proof, pinned: frozenset[bytes] = frozenset()) -> None:
    """Follows event, path, root, seal and signature; raises BadProof at the first that fails."""
    seal, row = proof.signed.seal, proof.row
    if entry_hash(row) != row.entry_hash:
        raise BadProof("the event does not come to its hash")
    if row.notification_id != seal.first + proof.index:
        raise BadProof("the event's position is not one of the seal's at this index")
    if merkle.root_along(row.entry_hash, proof.index, seal.count, proof.path) != seal.root:
        raise BadProof("the path does not lead from the event to the seal's root")
    if fault := fault_of(proof.signed):
        raise BadProof(f"the seal cannot be trusted: {fault}")
    if pinned and proof.signed.public_key not in pinned:
        raise BadProof(f"the seal is signed by {key_id(proof.signed.public_key)}, another key")


async def check_anchored(proof: Proof, anchors: Anchors) -> None:
    """Whether an auditor's copy holds the very same seal. Raises BadProof, CallError."""
    n = proof.signed.seal.n
    data = await anchors.read(anchor.name(n))
    if data is None:
        raise BadProof(f"the copy of the anchors has no seal {n}")
    try:
        held = anchor.from_bytes(data)
    except BadAnchor as bad:
        raise BadProof(f"the copy of seal {n} cannot be trusted: {bad}") from bad
    if held.signed != proof.signed:
        raise BadProof(f"the copy of the anchors has another seal {n}")


def _in_range(proof: Proof) -> bool:
    """Raises what MALFORMED has where a field is of another kind, or too large, to be hashed."""
    entry_hash(proof.row)
    proof.signed.seal.digest()
    return proof.index >= 0


def _event(row: Row) -> dict[str, object]:
    told = {name: str(it) if isinstance(it, UUID) else it for name, it in row._asdict().items()}
    told["recorded_at"] = row.recorded_at.astimezone(UTC).isoformat(timespec="microseconds")
    told["state"] = b64encode(row.state).decode()
    told["entry_hash"] = row.entry_hash.hex()
    return told


def _row(found: dict[str, Any]) -> Row:
    return Row(**{name: _READ[name](found[name]) for name in Row._fields})


def _bytes(told: str) -> bytes:
    return b64decode(told, validate=True)


def _uuid_or_none(told: str | None) -> UUID | None:
    return None if told is None else UUID(told)


def _as_it_is(told: Any) -> Any:
    return told


_READ: dict[str, Callable[[Any], Any]] = {
    **dict.fromkeys(Row._fields, _as_it_is),
    **dict.fromkeys(("event_id", "command_id", "correlation_id", "causation_id"), UUID),
    "account_id": _uuid_or_none,
    "recorded_at": datetime.fromisoformat,
    "state": _bytes,
    "entry_hash": bytes.fromhex,
}
