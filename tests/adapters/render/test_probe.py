"""Encoders, tried for real."""

import pytest

from adapters.render.encoders import ENCODERS as USED
from adapters.render.probe import ENCODERS, probe


@pytest.mark.parametrize("encoder", USED.values())
def test_what_films_are_encoded_with_works(encoder: str) -> None:
    found = probe(encoder)
    assert (found.works, found.error) == (True, "")


def test_what_films_are_encoded_with_is_looked_at() -> None:
    assert set(USED.values()) <= set(ENCODERS)


def test_an_encoder_that_was_not_built_in_is_said() -> None:
    found = probe("h264_of_tomorrow")
    assert (found.works, found.error) == (False, "this build of FFmpeg does not have it")


def test_the_librarys_own_words_are_shown() -> None:
    """A decoder is no encoder: the library is asked, and refuses."""
    found = probe("libdav1d")
    assert not found.works
    assert "libdav1d" in found.error
