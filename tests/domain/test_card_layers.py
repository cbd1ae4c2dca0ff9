import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.brief import Aspect
from domain.caption_layers import block_height, style_of
from domain.caption_look import CaptionLook, CaptionPlace
from domain.card_layers import Scene, beats, card_layer, icon_of, place_of
from domain.motion import MICROS, at
from domain.narration import SpokenScene, Word
from domain.scene.cards import (
    Chart,
    Comparison,
    Listing,
    Moment,
    Number,
    Quote,
    SceneCard,
    Side,
    Statement,
    Title,
    Value,
    Years,
)
from domain.scene.figures import Figure
from domain.scene.spoken import Spoken
from domain.scene.theme import NIGHT, THEMES, Theme
from domain.storyboard import LAYOUTS
from domain.timeline import FULL, Canvas

CANVAS = Canvas(1920, 1080, 30)
FLOWERS = Figure(1250, group=",")


def words(text: str, word_ms: int = 500) -> SpokenScene:
    told = tuple(
        Word(it, n * word_ms, n * word_ms + word_ms - 100) for n, it in enumerate(text.split())
    )
    return SpokenScene(0, len(told) * word_ms, told)


def scene(card: SceneCard, text: str, frames: int = 300) -> Scene:
    return Scene(card, Spoken.of(words(text)), 0, frames, CANVAS, NIGHT)


def starts(card: SceneCard, text: str) -> list[int]:
    return [it.start_frame for it in beats(scene(card, text))]


def test_the_key_word_is_struck_as_it_is_spoken() -> None:
    told = Statement("A bee remembers", "", 2, 3)
    enters, strike = beats(scene(told, "Every single bee always remembers."))
    assert (enters.start_frame, strike.start_frame) == (0, 60)
    assert 5 <= strike.end_frame - strike.start_frame <= 21


def test_a_key_word_that_is_never_spoken_is_struck_when_the_phrase_is_there() -> None:
    assert starts(Statement("A bee remembers", "", 2, 3), "Something else.") == [0, 11]


def test_a_count_ends_with_the_last_of_the_number() -> None:
    _, count = beats(scene(Number(FLOWERS, "flowers"), "Every day it is 1,250 of them."))
    assert count.start_frame < 60 < count.end_frame
    assert count.end_frame >= 72


def test_a_count_is_over_before_its_card_goes_even_where_the_number_is_said_last() -> None:
    """Else the card would go with another value on it."""
    text = "Every day it is 1,250"
    _, count = beats(scene(Number(FLOWERS, "flowers"), text, frames=75))
    assert (count.end_frame, count.end_frame - count.start_frame) == (75 - 24, 21)


def test_in_a_scene_too_short_to_count_the_value_is_there_at_once() -> None:
    _, count = beats(scene(Number(FLOWERS, "flowers"), "1,250", frames=10))
    assert (count.start_frame, count.end_frame) == (0, 1)


def test_a_number_that_is_never_spoken_is_counted_at_once() -> None:
    assert starts(Number(FLOWERS, "flowers"), "Something else.") == [0, 0]


def test_items_of_a_list_come_as_they_are_named() -> None:
    told = starts(Listing("", ("Nectar", "Pollen")), "Bees need much nectar and pollen.")
    assert told == [0, 41, 71]


def test_what_is_not_spoken_comes_after_what_was_before_it() -> None:
    told = starts(Listing("", ("Nectar", "Nothing", "Pollen")), "nectar and then pollen")
    assert told == sorted(told)


def test_a_quote_comes_with_its_words_and_its_author_with_the_name() -> None:
    quote = Quote("Be very brave", "Ada")
    assert starts(quote, "She said be very brave and was Ada herself.") == [0 + 26, 101]
    assert starts(quote, "Something else.") == [0, 21]
    assert starts(Quote("Be very brave"), "Be very brave.") == [0, 21]


@pytest.mark.parametrize(
    ("card", "text"),
    [
        (Title("Bees"), "One two."),
        (Comparison("", Side("old"), Side("new")), "The old and the new."),
        (Years("", (Moment("1851", ""), Moment("1923", ""))), "In 1851 and in 1923."),
        (Chart("", (Value("A", FLOWERS), Value("B", FLOWERS))), "A 1,250 and B 1,250."),
    ],
)
def test_every_card_has_a_beat_for_all_of_it_and_then_for_its_parts(
    card: SceneCard, text: str
) -> None:
    told = starts(card, text)
    assert told[0] == 0
    assert told == sorted(told)
    assert len(told) >= 2


@given(st.text(max_size=30), st.integers(1, 400), st.integers(0, 200))
def test_beats_begin_within_their_scene_whatever_is_said(
    text: str, frames: int, start: int
) -> None:
    its = Scene(
        Listing("", ("a", text or "b")),
        Spoken.of(words(text or "a")),
        start,
        start + frames,
        CANVAS,
        NIGHT,
    )
    assert all(start <= it.start_frame < start + frames for it in beats(its))


def test_a_word_within_a_text_without_spaces_is_found_by_its_letters() -> None:
    spoken = Spoken.of(SpokenScene(0, 1000, (Word("蜂は花を覚える", 0, 700),)))
    said = spoken.when("花")
    assert said is not None
    assert (said.start_ms, said.end_ms) == (200, 300)
    assert spoken.when("") is None


def test_a_card_goes_as_the_next_scene_comes() -> None:
    told = scene(Statement("The clock", ""), "a")
    layer = card_layer(told, FULL, "en", centred=True, shown_until=300)
    assert (layer.start_frame, layer.end_frame) == (0, 300)
    assert [at(layer.opacity, it)[0] for it in (200, 300)] == [1, 0]


def test_statements_and_numbers_have_room_for_an_icon() -> None:
    cards = (Statement("The clock"), Number(FLOWERS, "of time"), Title("Time"))
    assert [icon_of(it) for it in cards] == ["clock", "clock", ""]


@pytest.mark.parametrize("theme", THEMES.values(), ids=lambda it: it.name)
@pytest.mark.parametrize("aspect", Aspect)
@pytest.mark.parametrize("where", CaptionPlace)
@pytest.mark.parametrize("size", [60, 100, 160])
def test_cards_and_captions_never_share_a_place(
    theme: Theme, aspect: Aspect, where: CaptionPlace, size: int
) -> None:
    look = CaptionLook(place=where, size_percent=size)
    style = style_of(look, LAYOUTS[aspect].captions, aspect)
    place = place_of(style, theme, aspect)
    top = style.bottom - block_height(style.size, aspect)
    assert place.y + place.height < top or place.y > style.bottom
    assert place.x > 0
    assert place.x + place.width < MICROS
    assert place.height > 200_000
