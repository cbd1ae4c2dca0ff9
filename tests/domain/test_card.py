"""Cards as layers of a timeline: stored, cut into parts, at rest."""

import pytest

from domain.ids import BlobId
from domain.motion import MICROS, Keyframe
from domain.scene.cards import (
    Chart,
    Comparison,
    EndCard,
    Listing,
    LowerThird,
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
from domain.scene.theme import NIGHT
from domain.timeline import (
    FULL,
    Beat,
    Canvas,
    Card,
    Ground,
    Layer,
    Timeline,
    from_json,
    still_spans,
    to_json,
)

LOGO = BlobId("sha256:" + "a" * 64)
FIGURE = Figure(1250, 0, "", " t", ",")
CONTENTS = (
    Title("Bees", "Nature"),
    Statement("A bee remembers", "Memory", 2, 3),
    Number(FIGURE, "of honey"),
    Listing("Needs", ("Nectar", "Pollen")),
    Quote("Be brave", "Ada"),
    Comparison("Two", Side("Old", "slow"), Side("New")),
    Years("History", (Moment("1851", "A hive"),)),
    Chart("Honey", (Value("China", FIGURE),), line=True),
    LowerThird("Small Wonders", "Nature"),
    EndCard("Bye", "Small Wonders"),
)


def card(content: SceneCard | LowerThird | EndCard = CONTENTS[0]) -> Card:
    beats = (Beat(5, 20), Beat(40, 50))
    return Card(0, 60, content, NIGHT, FULL, beats, icon="clock", logo=LOGO)


def film(*layers: Layer, frames: int = 60) -> Timeline:
    return Timeline(Canvas(320, 180, 30), frames, layers)


@pytest.mark.parametrize("content", CONTENTS, ids=lambda it: it.KIND)
def test_a_card_comes_back_from_its_stored_form(
    content: SceneCard | LowerThird | EndCard,
) -> None:
    ground = Ground(0, 60, NIGHT.colours, NIGHT.ground, turn=3, flip=True)
    timeline = film(ground, card(content))
    assert from_json(to_json(timeline)) == timeline


@pytest.mark.parametrize("content", CONTENTS, ids=lambda it: it.KIND)
def test_all_that_a_card_says_is_known(content: SceneCard | LowerThird | EndCard) -> None:
    texts = card(content).texts
    assert texts[0]
    assert all(isinstance(it, str) for it in texts)


def test_a_card_is_still_between_its_beats() -> None:
    assert list(still_spans(film(card()))) == [(0, 6), (20, 41), (50, 60)]


def test_a_ground_is_still_once_it_has_come() -> None:
    comes = (Keyframe(0, (0,)), Keyframe(10, (MICROS,)))
    ground = Ground(0, 60, NIGHT.colours, NIGHT.ground, opacity=comes)
    assert list(still_spans(film(ground))) == [(10, 60)]


def test_a_part_of_a_film_has_its_cards_with_their_beats_moved() -> None:
    ground = Ground(0, 60, NIGHT.colours, NIGHT.ground)
    part = film(ground, card()).part(30, 60)
    moved = next(it for it in part.layers if isinstance(it, Card))
    assert moved.beats == (Beat(-25, -10), Beat(10, 20))
    assert [it.start_frame for it in part.layers] == [-30, -30]


def test_a_film_names_the_logo_of_its_cards_among_its_pictures() -> None:
    assert film(card()).images == (LOGO,)


def test_a_beat_runs_from_nothing_to_all_of_it() -> None:
    assert [Beat(10, 20).share(it) for it in (0, 10, 15, 20, 99)] == [0, 0, 0.5, 1, 1]
    assert card().beat(9) == Beat(40, 50)


def test_a_beat_without_frames_or_a_card_without_beats_is_refused() -> None:
    with pytest.raises(ValueError, match="ends after it starts"):
        Beat(5, 5)
    with pytest.raises(ValueError, match="a beat at least"):
        Card(0, 60, CONTENTS[0], NIGHT, FULL, ())


def test_key_words_are_words_of_the_statement() -> None:
    with pytest.raises(ValueError, match="words of its text"):
        Statement("Two words", "", 1, 3)
