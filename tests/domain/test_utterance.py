"""How a script is divided for a voice that takes only so much at once."""

from hypothesis import given
from hypothesis import strategies as st

from domain.script import Scene, Script
from domain.utterance import CONTEXT_MAX, utterances

SENTENCES = st.lists(
    st.lists(st.text("abc,;:.", min_size=1, max_size=12), min_size=1, max_size=12).map(" ".join),
    min_size=1,
    max_size=5,
).map(tuple)


def script(*scenes: tuple[str, ...]) -> Script:
    return Script("A title", "en", tuple(Scene("", it, "") for it in scenes), 10.0)


def test_a_scene_that_fits_is_said_whole() -> None:
    said = utterances(script(("One.", "Two."), ("Three.",)), 100)

    assert [(it.scene, it.text) for it in said] == [(0, "One. Two."), (1, "Three.")]


def test_a_voice_is_told_what_is_said_around_it() -> None:
    one, two, three = utterances(script(("One.",), ("Two.",), ("x" * 400,)), 500)

    assert (one.before, two.before) == ("", "One.")
    assert (two.after, three.after) == ("x" * CONTEXT_MAX, "")


def test_a_scene_without_a_sentence_is_passed_over() -> None:
    (only,) = utterances(script((), ("One.",)), 100)

    assert (only.scene, only.text) == (1, "One.")


def test_a_long_scene_is_divided_between_its_sentences() -> None:
    said = utterances(script(("One is here.", "Two is there.", "Three.")), 24)

    assert [it.text for it in said] == ["One is here.", "Two is there. Three."]


def test_a_long_sentence_is_divided_between_its_clauses_and_then_its_words() -> None:
    said = utterances(script(("When it rains, nobody in the house sings.",)), 15)

    assert [it.text for it in said] == ["When it rains,", "nobody in the", "house sings."]


@given(st.lists(SENTENCES, min_size=1, max_size=4), st.integers(1, 60))
def test_every_word_is_said_once_and_nothing_is_too_long(
    scenes: list[tuple[str, ...]], characters_max: int
) -> None:
    its = script(*scenes)

    said = utterances(its, characters_max)

    for n, scene in enumerate(its.scenes):
        words = [word for it in said if it.scene == n for word in it.text.split()]
        assert words == scene.text.split()
    assert all(len(it.text) <= characters_max or " " not in it.text for it in said)
