import pytest

from domain.event import Event, catalog, event
from domain.ids import key_of, kind_of
from tests.given import VIDEO, VIDEO_STREAM


def test_two_events_do_not_share_a_name() -> None:
    class Again(Event):
        """It happened again."""

    with pytest.raises(TypeError, match=r"two events are named account\.registered"):
        event("account.registered")(Again)


def test_an_event_says_what_it_means() -> None:
    class Mute(Event):
        pass

    Mute.__doc__ = None
    with pytest.raises(TypeError, match="one sentence"):
        event("account.mute")(Mute)


def test_an_event_is_called_by_its_kind_and_what_happened() -> None:
    class Shouted(Event):
        """It was shouted."""

    with pytest.raises(TypeError, match="no name of an event: it has to be like"):
        event("Account Shouted")(Shouted)


def test_every_event_is_named_after_its_stream_in_the_past() -> None:
    for it in catalog.values():
        kind, _, what = it.name.partition(".")
        assert kind.isalpha()
        assert what.replace("-", "").isalpha()


def test_a_stream_is_its_kind_and_its_key() -> None:
    assert (kind_of(VIDEO_STREAM), key_of(VIDEO_STREAM)) == ("video", str(VIDEO))
