"""What is recorded of a fault: a sentence that may stay for ever."""

import pytest

from processors.recording import SENTENCE_MAX, tellable


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (
            "cannot identify image file '/srv/ada/films/blobs/ab/cd.png'",
            "cannot identify image file '…/cd.png'",
        ),
        ("The disk that holds /srv/data is full.", "The disk that holds …/data is full."),
        ("Incorrect key sk-proj-0123456789abcdef.", "Incorrect key [hidden]."),
        (
            "Authorization: Bearer eyJhbGci.x was refused",
            "Authorization: Bearer [hidden] was refused",
        ),
        (
            "https://host/v1/text?key=0123&n=1 said no",
            "https://host/v1/text?key=[hidden]&n=1 said no",
        ),
        ("postgresql://me:word@host/db is away", "postgresql://[hidden]@host/db is away"),
        ("a PNG and/or JPEG, 3/4 of it, image/png", "a PNG and/or JPEG, 3/4 of it, image/png"),
    ],
)
def test_a_sentence_tells_no_place_of_the_machine_and_no_key(said: str, told: str) -> None:
    assert tellable(said) == told


def test_a_sentence_leaves_room_in_its_event() -> None:
    assert tellable("x" * (SENTENCE_MAX + 1)) == "x" * (SENTENCE_MAX - 1) + "…"
