"""Logos and fonts of a channel's own on cards."""

from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from adapters.render.cards.layout import area_of, fits, laid_out
from domain.ids import BlobId
from domain.scene.cards import EndCard, Title
from domain.scene.theme import NIGHT
from domain.timeline import Beat, Canvas, Card
from processors.errors import InvalidInput
from tests.adapters.render.cards.given import PLACE
from tests.adapters.render.films import FACES

CANVAS = Canvas(480, 270, 30)
LOGO = BlobId("sha256:" + "c" * 64)
CARD = Card(0, 60, EndCard("See you", "Wonders"), NIGHT, PLACE, (Beat(0, 10),), logo=LOGO)


@pytest.mark.parametrize("size", [(400, 100), (40, 300), (3000, 20)])
def test_a_logo_of_any_shape_stands_whole_above_the_closing_words(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    path = tmp_path / "logo.png"
    Image.new("RGBA", size, "#ff000080").save(path)
    pieces = laid_out(CARD, CANVAS, FACES, path)
    logo = pieces[0].picture(1.0)
    assert fits(pieces, area_of(CARD, CANVAS))
    assert logo[:, :, 3].max() == pytest.approx(128 / 255, abs=0.01)
    assert logo[:, :, 0].max() == pytest.approx(128, abs=1)


def test_a_logo_that_cannot_be_read_is_named_as_such(tmp_path: Path) -> None:
    path = tmp_path / "broken.png"
    path.write_bytes(b"no picture")
    with pytest.raises(InvalidInput, match="A logo cannot be read"):
        laid_out(CARD, CANVAS, FACES, path)


def test_letters_are_of_the_family_that_the_channel_chose() -> None:
    serif = replace(NIGHT, type=replace(NIGHT.type, family="serif"))
    cards = [Card(0, 9, Title("Bees"), it, PLACE, (Beat(0, 5),)) for it in (NIGHT, serif)]
    usual, own = (laid_out(it, CANVAS, FACES)[0].picture(1.0) for it in cards)
    assert usual.shape != own.shape or (usual != own).any()
