"""A provider's spoken answer as a file and words."""

import pytest

from adapters.voice.speech import Characters, Pcm, character_marks, pcm_of, word_marks, words
from domain.narration import Alignment, Word

TEXT = "In 2009, it opened."


def spoken(text: str, step_ms: int = 10) -> Characters:
    return Characters(tuple(text), tuple(range(0, len(text) * step_ms, step_ms)))


def test_every_word_begins_with_its_first_character() -> None:
    its, alignment = words("One two", [*character_marks("One two", spoken("One two"))], 100)

    assert its == (Word("One", 0, 40), Word("two", 40, 100))
    assert alignment is Alignment.EXACT


def test_words_that_were_spoken_otherwise_share_the_time_around_them() -> None:
    said = spoken("In two thousand nine, it opened.")

    its, alignment = words(TEXT, [*character_marks(TEXT, said)], 320)

    assert [it.text for it in its] == TEXT.split()
    assert its[2] == Word("it", 220, 250)
    assert alignment is not Alignment.ESTIMATED


def test_characters_that_cannot_be_told_apart_give_no_times() -> None:
    odd = Characters(("In", " "), (0, 10))

    assert list(character_marks("In two", odd)) == []


def test_without_any_times_words_share_the_recording_by_letters() -> None:
    its, alignment = words("a bbb", None, 400)

    assert its == (Word("a", 0, 100), Word("bbb", 100, 400))
    assert alignment is Alignment.ESTIMATED


def test_marks_are_of_words_by_their_number() -> None:
    its, alignment = words("One two three", [*word_marks("One two three", {0: 0, 2: 90})], 120)

    assert (its[0].start_ms, its[2].start_ms) == (0, 90)
    assert alignment is Alignment.ESTIMATED


def test_samples_are_the_same_in_a_wav_and_out_of_it() -> None:
    its = Pcm(b"\x01\x02" * 240, 24_000)

    assert pcm_of(its.wav()) == its
    assert its.length_ms == 10


@pytest.mark.parametrize("data", [b"", b"RIFF", b"<html>502</html>"])
def test_what_is_no_wav_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match="no WAV"):
        pcm_of(data)
