"""A seal as it stands outside the database: one JSON file, the entry hashes with it.

Whoever has a copy of these files needs nothing else to say which event was changed.
"""

from base64 import b64decode, b64encode
from binascii import Error as NoBase64
from dataclasses import dataclass
from datetime import UTC, datetime
from struct import error as NoRange  # noqa: N812 - a class, whatever its name
from typing import Any

import orjson

from infra.audit import merkle
from infra.audit.seal import LAYOUT, Seal, Signed
from infra.audit.signing import key_id, signed_by

FOLDER = "seals/"
HASH_BYTES = 32


MALFORMED = (ArithmeticError, AttributeError, NoRange, TypeError, ValueError)
"""What a field of another kind, or out of every range, leads to."""


class BadAnchor(Exception):
    """An anchor's file cannot be what was once written; the message says why."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """A signed seal, and the hashes that its root is over (joined: 32 bytes an event)."""

    signed: Signed
    leaves: bytes


def entries(leaves: bytes) -> list[bytes]:
    """The hashes one by one."""
    return parted(leaves, 1)


def parted(leaves: bytes, count: int) -> list[bytes]:
    """So many hashes together in each, fewer in the last."""
    size = count * HASH_BYTES
    return [leaves[at : at + size] for at in range(0, len(leaves), size)]


def name(n: int) -> str:
    return f"{FOLDER}{n:012}.json"


def seal_as_json(signed: Signed) -> dict[str, Any]:
    seal = signed.seal
    return {
        "layout": LAYOUT.decode(),
        "n": seal.n,
        "previous": seal.previous.hex(),
        "from": seal.first,
        "to": seal.last,
        "count": seal.count,
        "root": seal.root.hex(),
        "sealed_at": seal.sealed_at.astimezone(UTC).isoformat(timespec="microseconds"),
        "seal": signed.digest.hex(),
        "key_id": key_id(signed.public_key),
        "public_key": signed.public_key.hex(),
        "signature": signed.signature.hex(),
        "handover": signed.handover.hex() if signed.handover else None,
    }


def seal_from_json(found: dict[str, Any]) -> Signed:
    """Raises KeyError, TypeError, ValueError where it is something else."""
    seal = Seal(
        int(found["n"]),
        bytes.fromhex(found["previous"]),
        int(found["from"]),
        int(found["to"]),
        bytes.fromhex(found["root"]),
        datetime.fromisoformat(found["sealed_at"]),
    )
    handover = found["handover"]
    return Signed(
        seal,
        bytes.fromhex(found["seal"]),
        bytes.fromhex(found["public_key"]),
        bytes.fromhex(found["signature"]),
        bytes.fromhex(handover) if handover else None,
    )


def to_bytes(anchor: Anchor) -> bytes:
    """The same seal gives the same bytes, so that writing it again is writing nothing."""
    found = seal_as_json(anchor.signed)
    found["leaves"] = b64encode(anchor.leaves).decode()
    return orjson.dumps(found, option=orjson.OPT_INDENT_2) + b"\n"


def from_bytes(data: bytes) -> Anchor:
    """Raises BadAnchor where a byte of it is not what it was."""
    try:
        found = orjson.loads(data)
        anchor = Anchor(seal_from_json(found), b64decode(found["leaves"], validate=True))
        same, fault = to_bytes(anchor) == data, fault_of(anchor.signed)
    except (KeyError, NoBase64, *MALFORMED) as wrong:
        raise BadAnchor(f"it cannot be read ({wrong})") from wrong
    if not same:
        raise BadAnchor("it was written by something else")
    if fault is not None:
        raise BadAnchor(fault)
    return anchor


def fault_of(signed: Signed) -> str | None:
    """Why a seal, alone, cannot be what was signed; None where it can."""
    if signed.digest != signed.seal.digest():
        return "its hash is not that of its fields"
    if not signed_by(signed.public_key, signed.digest, signed.signature):
        return "its signature is not that of its key"
    return None


def leaves_fit(anchor: Anchor) -> bool:
    """Whether the hashes are those that the seal's root is over."""
    return merkle.root(entries(anchor.leaves)) == anchor.signed.seal.root
