"""An event and its row, both ways.

What is stored is the registered name, the shape's version and the fields as JSON; never where
the class lives. Old shapes are lifted, version by version, by `infra/upcasters/`.

MapperError
├── UnknownEvent   a row's name and version belong to no event of this program
└── UnfitEvent     the event cannot be stored, or the row is not what its name says
"""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, NamedTuple

from pydantic import TypeAdapter, ValidationError
from pydantic_core import PydanticSerializationError, from_json, to_json

import domain.streams  # noqa: F401 - enters every event in the catalog
from domain.event import Event, EventType, Recorded, catalog
from domain.ids import AccountId, StreamId
from infra.ledger.loader import loader
from infra.ledger.row import Row
from infra.upcasters import UPCASTERS

STATE_MAX_BYTES = 8_192
"""The bound of the stored format; anything larger is a blob, named by its hash."""

WRONG = (ValueError, AssertionError, RecursionError)
"""What a decoder raises about a state, or the classes in it about their values."""

Fields = dict[str, Any]
Upcasters = Mapping[tuple[str, int], Callable[[Fields], Fields]]


class MapperError(Exception):
    """An event and a row do not fit each other."""


class UnknownEvent(MapperError):
    """No event of this program has this name and version."""


class UnfitEvent(MapperError):
    """These values cannot be stored and loaded again."""


class Payload(NamedTuple):
    """What an event is on disk: its name, the version of its shape, its fields as JSON."""

    topic: str
    event_version: int
    state: bytes


class Codec(NamedTuple):
    """One shape of event, and how it is written, checked and loaded without a detour."""

    topic: str
    event_version: int
    dump: Callable[..., bytes]
    check: Callable[..., Event]
    load: Callable[[bytes], Event]


class Mapper:
    """Knows every event by name; compiles an encoder for each at its first use."""

    def __init__(
        self,
        events: Mapping[type[Event], EventType] = catalog,
        upcasters: Upcasters = UPCASTERS,
    ) -> None:
        self._types = events
        self._classes = {its.name: cls for cls, its in events.items()}
        self._upcasters = upcasters
        self._adapters: dict[type[Event], TypeAdapter[Event]] = {}
        self._codecs: dict[type[Event], Codec] = {}

    def payload(self, event: Event) -> Payload:
        """Raises UnfitEvent where it is too large, or would not load as the same event again."""
        codec = self._codec(type(event))
        topic = codec.topic
        try:
            state = codec.dump(
                event, warnings="none"
            )  # what it would warn of is not loaded as equal
        except PydanticSerializationError as wrong:
            raise UnfitEvent(f"{topic} cannot be written as JSON: {wrong}") from None
        if len(state) > STATE_MAX_BYTES:
            raise UnfitEvent(
                f"{topic} has {len(state)} bytes; an event holds at most {STATE_MAX_BYTES}: "
                "put what is long into a blob and name its hash"
            )
        if _checked(codec, codec.event_version, state) != event:
            raise UnfitEvent(f"{topic} would not load as what was stored: {event}")
        return Payload(topic, codec.event_version, state)

    def event(self, topic: str, event_version: int, state: bytes) -> Event:
        """Raises UnknownEvent, or UnfitEvent where the fields are not those of its shape."""
        codec = self._codec(self._named(topic))
        if event_version != codec.event_version:
            its = self._types[self._named(topic)]
            state = to_json(self._lifted(its, event_version, from_json(state)))
        try:
            return codec.load(state)
        except WRONG:  # the check has the last word, and says what is wrong
            return _checked(codec, event_version, state)

    def decoder(self, topic: str, event_version: int) -> Callable[[bytes], Event]:
        """What loads many of one shape sooner than `event`; raises WRONG, or as it.

        Where it raises WRONG, `event` may still load that state.
        """
        codec = self._codec(self._named(topic))
        if codec.event_version != event_version:
            return partial(self.event, topic, event_version)
        return codec.load

    def recorded(self, row: Row) -> Recorded:
        return Recorded(
            position=row.notification_id,
            stream=StreamId(row.originator_id),
            version=row.originator_version,
            event_id=row.event_id,
            recorded_at=row.recorded_at,
            actor=row.actor,
            account_id=None if row.account_id is None else AccountId(row.account_id),
            command_id=row.command_id,
            correlation_id=row.correlation_id,
            causation_id=row.causation_id,
            traceparent=row.traceparent,
            entry_hash=row.entry_hash,
            event=self.event(row.topic, row.event_version, row.state),
        )

    def _codec(self, cls: type[Event]) -> Codec:
        if cls not in self._codecs:
            its, adapter = self._types[cls], self._adapter(cls)
            dump, check = adapter.serializer.to_json, adapter.validator.validate_json
            self._codecs[cls] = Codec(its.name, its.version, dump, check, _loader(cls, check))
        return self._codecs[cls]

    def _adapter(self, cls: type[Event]) -> TypeAdapter[Event]:
        if cls not in self._adapters:
            self._adapters[cls] = TypeAdapter(cls)
        return self._adapters[cls]

    def _named(self, topic: str) -> type[Event]:
        if topic not in self._classes:
            raise UnknownEvent(f"no event is named {topic}: it was stored by a newer program")
        return self._classes[topic]

    def _lifted(self, its: EventType, version: int, fields: Fields) -> Fields:
        if version > its.version:
            raise UnknownEvent(f"{its.name} v{version} is newer than v{its.version} known here")
        for step in range(version, its.version):
            if (its.name, step) not in self._upcasters:
                raise UnknownEvent(f"nothing in infra/upcasters lifts {its.name} from v{step}")
            fields = self._upcasters[its.name, step](fields)
        return fields


def _loader(cls: type[Event], check: Callable[..., Event]) -> Callable[[bytes], Event]:
    try:
        return loader(cls)
    except TypeError:
        return partial(check, strict=True)


def _checked(its: Codec, event_version: int, state: bytes) -> Event:
    try:
        return its.check(state, strict=True)
    except ValidationError as wrong:
        raise UnfitEvent(f"{its.topic} v{event_version} does not load: {wrong}") from None
