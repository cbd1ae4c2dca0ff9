"""Encoders, tried for real."""

import pytest

from adapters.render.encoders import SOFTWARE
from adapters.render.probe import probe


@pytest.mark.parametrize("encoder", [it.name for it in SOFTWARE.values()])
def test_what_films_are_encoded_with_works(encoder: str) -> None:
    found = probe(encoder)
    assert (found.works, found.error) == (True, "")


def test_an_encoder_that_was_not_built_in_is_said() -> None:
    found = probe("h264_of_tomorrow")
    assert (found.works, found.error) == (False, "this build of FFmpeg does not have it")


def test_the_librarys_own_words_are_shown() -> None:
    """A decoder is no encoder: the library is asked, and refuses."""
    found = probe("libdav1d")
    assert not found.works
    assert "libdav1d" in found.error


def test_an_encoder_without_its_hardware_says_so_in_its_own_words() -> None:
    found = probe("h264_nvenc")
    assert found.works or found.error
