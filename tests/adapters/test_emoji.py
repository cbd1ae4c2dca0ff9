"""Emoji, with and without the extra that brings them."""

import numpy as np
import pytest

from adapters.fonts import COLOUR_EMOJI, Face, Style, faces
from adapters.fonts.emoji import painted
from adapters.render.captions import CaptionPatches
from adapters.render.cards.blocks import Setter
from adapters.render.fonts import Typefaces
from adapters.render.lettering import set_line, without_emoji
from domain.timeline import Canvas, Caption, CaptionStyle, CaptionWord

FAMILY, BEE = "👨\u200d👩\u200d👧", "🐝"
FOUND = next((it for it in faces() if it.family == COLOUR_EMOJI), None)
STYLE = Style(40, 700)
needs_extra = pytest.mark.skipif(FOUND is None, reason="fonts-emoji is not installed")


@pytest.fixture
def face() -> Face:
    assert FOUND is not None
    return FOUND


@needs_extra
@pytest.mark.parametrize("cluster", [BEE, FAMILY, "🇩🇪", "❤\ufe0f", "1\ufe0f\u20e3"])
def test_an_emoji_is_painted_whole_on_its_line(face: Face, cluster: str) -> None:
    left, top, rgba = painted(face, cluster, 64)
    height, width = rgba.shape[:2]
    assert 0 <= left < left + width <= 82
    assert -64 <= top < 0 < top + height < 24
    assert rgba[:, :, 3].max() == 1
    assert (rgba[:, :, :3] <= 255 * rgba[:, :, 3:] + 1).all()


@needs_extra
def test_it_has_colours_of_its_own(face: Face) -> None:
    _, _, rgba = painted(face, BEE, 64)
    assert np.ptp(rgba[:, :, :3], axis=2).max() > 100


@needs_extra
def test_a_caption_shows_it_in_colour_and_its_letters_in_theirs() -> None:
    words = (CaptionWord("I", 0, 9), CaptionWord(BEE, 9, 18))
    style = CaptionStyle(backdrop="", outline="", spoken="#ffffff", size=300_000)
    made = CaptionPatches(Caption(0, 18, (words,), style), Canvas(640, 360, 30), Typefaces(faces()))
    made.at(0)
    assert made.lettered is not None
    letters, bee = made.lettered.words
    assert (len(letters.letters), len(letters.emoji)) == (1, 0)
    assert (len(bee.letters), len(bee.emoji)) == (0, 1)
    assert np.ptp(made.painting[:, :, :3], axis=2).max() > 100


@needs_extra
def test_a_card_shows_it_in_colour_and_its_letters_in_theirs() -> None:
    line = Setter(Typefaces(faces()), "en").styled(f"I {BEE}", STYLE)
    letter, bee = (line.painted("#ffffff", range(n, n + 1)) for n in (0, 1))
    assert np.ptp(letter[:, :, :3], axis=2).max() == 0
    assert np.ptp(bee[:, :, :3], axis=2).max() > 100


@needs_extra
def test_letters_beside_an_emoji_stay_where_they_were() -> None:
    (word,) = set_line(Typefaces(faces()), [(f"a{BEE}b", False)], STYLE).words
    first, last = without_emoji(word)
    assert (first.left, last.runs[0].text) == (0, "b")
    assert last.left + last.width == pytest.approx(word.width)


def test_a_picture_in_a_sentence_leaves_no_box_where_no_face_has_it() -> None:
    plain = Typefaces(tuple(it for it in faces() if "emoji" not in it.family))
    words = [("bees", False), (BEE, False), ("dance", False)]
    line = set_line(plain, words, STYLE)
    assert [it.number for it in line.words] == [0, 2]
    assert line.width == set_line(plain, [words[0], words[2]], STYLE).width
