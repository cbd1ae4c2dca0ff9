"""One stored sample of every event shape, envelope and hash included.

`python -m tests.history.samples` adds those that are missing and never touches the others:
what is stored loads for ever.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from enum import EnumMeta
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Literal, NewType, Union, get_args, get_origin, get_type_hints
from uuid import UUID, uuid5

import domain.streams  # noqa: F401 - enters every event in the catalog
from domain.event import Event, EventType, catalog
from infra.ledger.entry_hash import entry_hash
from infra.ledger.mapper import Mapper, Payload
from infra.ledger.row import Row

FOLDER = Path(__file__).parent
AT = datetime(2026, 3, 1, 12, 30, 15, 123456, tzinfo=UTC)
SEED = UUID("5eed0000-0000-4000-8000-000000000000")
BLOB = "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
NAMED = {
    "BlobId": BLOB,
    "StreamId": f"video/{SEED}",
    "LoginKey": "ab" * 32,
    "Sealed": "s1.1.oKGio6SlpqeoqaqrrK2urw.6p7q3d5v8tYk0z",
}
PLAIN: dict[object, object] = {
    str: "ein Wort – naïve 日本",
    int: 1_234_567_890_123,
    float: 0.875,
    bool: True,
    UUID: SEED,
    date: AT.date(),
    datetime: AT,
    NoneType: None,
}


def file_of(its: EventType) -> Path:
    return FOLDER / f"{its.name}.v{its.version}.json"


def ours() -> Iterator[tuple[type[Event], EventType]]:
    """Every event of the program, by name."""
    yield from sorted(catalog.items(), key=lambda it: it[1].name)


def variants(hint: Any) -> list[Any]:
    """Values of a type that between them show each alternative of everything in it."""
    if isinstance(hint, NewType):
        return [NAMED[hint.__name__]] if hint.__name__ in NAMED else variants(hint.__supertype__)
    if get_origin(hint) in (Union, UnionType):
        return [it for one in get_args(hint) for it in variants(one)]
    if get_origin(hint) is Literal:
        return list(get_args(hint))
    if get_origin(hint) is tuple:
        return [tuple(variants(get_args(hint)[0])), ()]
    if isinstance(hint, EnumMeta):
        return list(hint)
    return _records(hint) if is_dataclass(hint) else [PLAIN[hint]]


def _records(cls: Any) -> list[Any]:
    """As many as the field with the most alternatives has; the others take turns."""
    hints = get_type_hints(cls)
    values = {it.name: variants(hints[it.name]) for it in fields(cls)}
    count = max((len(it) for it in values.values()), default=1)
    turns = ({name: its[n % len(its)] for name, its in values.items()} for n in range(count))
    return [cls(**turn) for turn in turns]


def rows(payloads: Iterable[Payload], first: int = 1) -> Iterator[Row]:
    for n, payload in enumerate(payloads, start=first):
        command_id = uuid5(SEED, payload.topic)
        kind = payload.topic.partition(".")[0]
        row = Row(
            notification_id=n,
            originator_id=f"{kind}/{SEED}",
            kind=kind,
            originator_version=n,
            event_id=uuid5(command_id, str(n)),
            topic=payload.topic,
            event_version=payload.event_version,
            recorded_at=AT,
            actor=f"person/{SEED}",
            account_id=SEED if n % 2 else None,
            command_id=command_id,
            correlation_id=uuid5(SEED, "correlation"),
            causation_id=uuid5(SEED, "causation"),
            traceparent="00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
            if n % 2
            else None,
            state=payload.state,
            entry_hash=b"",
        )
        yield row._replace(entry_hash=entry_hash(row))


def dump(row: Row) -> dict[str, object]:
    told: dict[str, object] = dict(row._asdict())
    told["state"] = row.state.decode()
    told["entry_hash"] = row.entry_hash.hex()
    told["recorded_at"] = row.recorded_at.isoformat()
    return {name: str(it) if isinstance(it, UUID) else it for name, it in told.items()}


def load(told: dict[str, Any]) -> Row:
    ids = ("event_id", "account_id", "command_id", "correlation_id", "causation_id")
    uuids = {name: told[name] and UUID(told[name]) for name in ids}
    return Row(
        **told
        | uuids
        | {
            "state": told["state"].encode(),
            "entry_hash": bytes.fromhex(told["entry_hash"]),
            "recorded_at": datetime.fromisoformat(told["recorded_at"]),
        }
    )


def in_file(file: Path) -> list[Row]:
    return [load(it) for it in json.loads(file.read_text())] if file.exists() else []


def stored() -> Iterator[Row]:
    """Every sample there is, of every shape there ever was."""
    for file in sorted(FOLDER.glob("*.json")):
        yield from in_file(file)


def missing(cls: type[Event], kept: Iterable[Row]) -> list[Payload]:
    """The alternatives of a shape that no sample shows yet."""
    shown = {it.state for it in kept}
    return [it for it in map(Mapper().payload, variants(cls)) if it.state not in shown]


def write_missing() -> None:
    for cls, its in ours():
        kept = in_file(file_of(its))
        added = list(rows(missing(cls, kept), first=len(kept) + 1))
        if added:
            told = [dump(row) for row in kept + added]
            file_of(its).write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    write_missing()
