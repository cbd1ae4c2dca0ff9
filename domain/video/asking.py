"""Asking for a video: what a request has to say before anything is made."""

import json

from domain.brief import SECONDS_MAX, SECONDS_MIN
from domain.caption_look import refuse_unfit
from domain.event import Decision, Refused
from domain.film_format import refuse_unknown
from domain.hidden_characters import refuse_hidden
from domain.research import TOPIC_MAX
from domain.video.events import MusicChosen, VideoRequested
from domain.video.narration_events import NarrationChosen
from domain.video.state import Video

PICTURES_MAX = 16
PICTURE_NAME_MAX_BYTES = 60
"""Of a picture's file name that are kept, in UTF-8: enough to match it to its scene."""

ATTRIBUTIONS_MAX_BYTES = 2_000
"""All attributions of one film together: they have to fit its description, and its events."""

WORDS_MAX_BYTES = 2_150
"""All that people wrote of one film, as JSON: with sixteen pictures, one event still holds it."""


def kept_name(name: str) -> str:
    """As much of a file's name as is kept, in whole characters."""
    return name.encode()[:PICTURE_NAME_MAX_BYTES].decode(errors="ignore")


def request(
    video: Video | None, requested: VideoRequested, *heard: MusicChosen | NarrationChosen
) -> Decision:
    """`heard`: the music that was chosen with the request, or the channel's own; a recording."""
    if video is not None:
        raise Refused("video-exists", "this video was requested before")
    if not SECONDS_MIN <= requested.seconds <= SECONDS_MAX:
        raise Refused(
            "seconds-out-of-range",
            f"a video lasts {SECONDS_MIN} to {SECONDS_MAX} seconds, not {requested.seconds}",
        )
    _refuse_unclear(requested)
    refuse_unknown(requested.format)
    refuse_unfit(requested.captions)
    if len(requested.pictures) > PICTURES_MAX:
        raise Refused(
            "too-many-pictures",
            f"a video takes {PICTURES_MAX} pictures at most, not {len(requested.pictures)}",
        )
    refuse_too_much_owed((*requested.attributions, *(it.attribution for it in heard)))
    _refuse_too_many_words(requested)
    yield requested
    yield from heard


def _refuse_unclear(its: VideoRequested) -> None:
    """What a film is made from is one thing."""
    if (its.source is None) != bool(its.topic):
        raise Refused(
            "source-or-topic",
            "a video is made from a source text or from a topic; name exactly one of them",
        )
    refuse_hidden("a topic", its.topic)
    if len(its.topic) > TOPIC_MAX:
        raise Refused(
            "topic-too-long",
            f"a topic has {TOPIC_MAX} characters at most, not {len(its.topic)}; a longer text"
            " can be uploaded as a source",
        )
    if its.topic and its.verbatim:
        raise Refused(
            "recording-of-a-topic",
            "a recording says a text word for word, and a topic has none yet; send the text"
            " with it, or record the script once it is written",
        )


def refuse_too_much_owed(attributions: tuple[str, ...]) -> None:
    if len("".join(attributions).encode()) > ATTRIBUTIONS_MAX_BYTES:
        raise Refused(
            "attributions-too-long",
            f"what is owed to others has to fit {ATTRIBUTIONS_MAX_BYTES:,} bytes in all;"
            " shorten the attributions, or use fewer pictures",
        )


def _refuse_too_many_words(requested: VideoRequested) -> None:
    look, reasons = requested.look, requested.decided.disclosure.reasons
    channels = (requested.voice, requested.personality, look.lower_third, look.end_card)
    topic = (requested.topic,) if requested.topic else ()
    words = json.dumps((*channels, *topic, *requested.attributions, *reasons), ensure_ascii=False)
    if len(words.encode()) > WORDS_MAX_BYTES:
        raise Refused(
            "words-too-long",
            "topic, attributions, reasons of the disclosure, the channel's personality and the"
            f" words of its look have to fit {WORDS_MAX_BYTES:,} bytes together; shorten some of"
            " them",
        )
