"""The largest request that is taken fits its events: nothing fails half-way for its size."""

from dataclasses import replace

import pytest

from domain.caption_look import CaptionFont
from domain.channel import PERSONALITY_CHARACTERS_MAX, PersonalityDecided
from domain.clip import ClipSound, Cut
from domain.event import Event, Refused
from domain.ids import BlobId, StreamId
from domain.job import JobOpened
from domain.mode import Mode
from domain.research import TOPIC_MAX
from domain.scene.look import Logo, Look, OwnColours, ThemeName
from domain.video import request
from domain.video.asking import (
    ATTRIBUTIONS_MAX_BYTES,
    PICTURES_MAX,
    WORDS_MAX_BYTES,
    kept_name,
)
from domain.video.events import VideoFailed
from domain.video.narration_events import NarrationChosen
from domain.work import (
    Given,
    Illustrate,
    Inspect,
    Narrate,
    Package,
    Publish,
    Research,
    Work,
    WriteScript,
)
from infra.ledger.mapper import Mapper
from tests.given import (
    ACCOUNT,
    CHANNEL,
    DECIDED,
    JOB,
    PHOTO,
    REQUESTED,
    SCRIPT,
    SOURCE,
    VIDEO,
    VIDEO_STREAM,
    YOU,
)

WIDE = "\U0001f419"  # an octopus: four bytes in UTF-8
CUT = Cut(86_400_000, 86_400_000, ClipSound.DUCKED)
PICTURES = (Given(PHOTO, SOURCE, kept_name(WIDE * 99), CUT),) * PICTURES_MAX
LOOK = Look(
    ThemeName.SIGNAL, OwnColours(*["#aabbcc"] * 7), CaptionFont.MONTSERRAT, Logo(PHOTO, SOURCE)
)
QUOTES_BYTES = len('["en", "", "", "", ""]')
LARGEST = replace(
    REQUESTED,
    pictures=PICTURES,
    attributions=("a" * ATTRIBUTIONS_MAX_BYTES,),
    channel_name=WIDE * 100,
    personality="a" * (WORDS_MAX_BYTES - ATTRIBUTIONS_MAX_BYTES - QUOTES_BYTES),
    look=LOOK,
    verbatim=True,
)
LARGEST_OF_TOPIC = replace(
    LARGEST, source_asset=None, source=None, topic=WIDE * TOPIC_MAX, verbatim=False, attributions=()
)
ILLUSTRATE = Illustrate(SCRIPT, 7, REQUESTED.aspect, str(CHANNEL), PICTURES)
BLOB = BlobId(SOURCE)
INSPECT = Inspect(BLOB, BLOB, BLOB, BLOB, DECIDED, LARGEST.attributions, tuple(Mode), BLOB, BLOB)
PUBLISH = Publish(VIDEO, CHANNEL, WIDE * 100, BLOB, BLOB, BLOB, BLOB, BLOB, None)
SPEAKS = WIDE * PERSONALITY_CHARACTERS_MAX
WRITE = WriteScript(BLOB, "zh-Hant-TW", 600, 3, SPEAKS, voice="female")
PACKAGE = Package(BLOB, "zh-Hant-TW", 600, BLOB, SPEAKS)
MINE = Given(PHOTO, BLOB, kept_name(WIDE * 99))
NARRATE = Narrate(BLOB, "zh", MINE, 600)
RESEARCH = Research(WIDE * TOPIC_MAX, "zh-Hant-TW", 600)
WORKS: tuple[Work, ...] = (RESEARCH, ILLUSTRATE, INSPECT, PUBLISH, WRITE, PACKAGE, NARRATE)


def failed(work: Work) -> VideoFailed:
    return VideoFailed(CHANNEL, JOB, work, "picture-unreadable", "x" * 500)


@pytest.mark.parametrize(
    "event",
    [
        LARGEST,
        LARGEST_OF_TOPIC,
        PersonalityDecided(SPEAKS, YOU),
        NarrationChosen(CHANNEL, MINE, "a" * ATTRIBUTIONS_MAX_BYTES, YOU),
        *(JobOpened(StreamId(VIDEO_STREAM), ACCOUNT, it, None) for it in WORKS),
        *(failed(it) for it in WORKS),
    ],
)
def test_the_largest_request_fits_every_event_that_carries_it(event: Event) -> None:
    assert Mapper().payload(event).state


def test_the_largest_request_is_taken_and_one_with_a_word_more_is_not() -> None:
    assert list(request(None, LARGEST)) == [LARGEST]
    assert list(request(None, LARGEST_OF_TOPIC)) == [LARGEST_OF_TOPIC]
    with pytest.raises(Refused, match="have to fit 2,150 bytes together"):
        list(request(None, replace(LARGEST, personality=f"{LARGEST.personality}!")))
