from domain.ids import provider_stream
from projections.provider import PROJECTION
from tests.domain.test_provider import CLOSED, OPENED, PROBED
from tests.given import NOON
from tests.projections.tables import rows, told

STREAM = provider_stream("elevenlabs")
KEY = ("elevenlabs", "narrate", "0a1b2c3d")


def test_a_provider_that_is_left_alone_says_why_and_until_when() -> None:
    its = rows(told(PROJECTION, STREAM, OPENED), "breakers")[KEY]
    assert its == {
        "phase": "open",
        "code": "provider-unavailable",
        "sentence": "it is away",
        "times": 1,
        "until": NOON,
        "since": NOON,
    }


def test_a_probe_keeps_the_reason() -> None:
    its = rows(told(PROJECTION, STREAM, OPENED, PROBED), "breakers")[KEY]
    assert (its["phase"], its["sentence"]) == ("probing", "it is away")


def test_a_provider_that_is_asked_again_has_no_row() -> None:
    assert rows(told(PROJECTION, STREAM, OPENED, CLOSED), "breakers") == {}
