from dataclasses import replace

import numpy as np
import pytest

from adapters.render.cards.layout import laid_out
from adapters.render.cards.pieces import Piece
from adapters.render.colour import Pixels
from adapters.render.kernel_planes import KernelPlanes
from domain.scene.cards import Number
from domain.scene.figures import Figure, figures
from domain.scene.theme import NIGHT
from domain.timeline import Beat, Card
from tests.adapters.render.cards.given import CANVASES, PLACE
from tests.adapters.render.films import FACES

CANVAS, BLACK = CANVASES[0], 16
FIGURES = ("1,811 percent", "3億", "12.5 %", "$1,400 million", "1 111 km", "٤٥٠")
FAMILIES = ("sans", "montserrat", "serif", "condensed")


def number(text: str, family: str) -> Piece:
    theme = replace(NIGHT, type=replace(NIGHT.type, family=family))
    its = next(figures(text, "en")).figure
    card = Card(0, 90, Number(its, ""), theme, PLACE, (Beat(0, 1), Beat(0, 20)))
    return next(it for it in laid_out(card, CANVAS, FACES) if it.digits)


def blank() -> KernelPlanes:
    planes = KernelPlanes(CANVAS)
    planes.fill(BLACK, 128, 128)
    return planes


def shown(piece: Piece, share: float) -> Pixels:
    planes = blank()
    assert piece.digits is not None
    piece.digits.lay(share, (piece.x, piece.y), planes, 1.0)
    return planes.nv12().luma.astype(float)


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("text", FIGURES)
def test_a_count_comes_to_rest_where_it_was_last_seen(text: str, family: str) -> None:
    """Just before its end it shows the same value; then not a single pixel moves."""
    piece = number(text, family)
    assert np.array_equal(shown(piece, 0.999), shown(piece, 1.0))


@pytest.mark.parametrize("family", FAMILIES)
def test_only_digits_change_while_they_are_counted(family: str) -> None:
    piece = number("1,811 percent", family)
    unit = piece.box.x + piece.box.width // 2
    seen = [shown(piece, it) for it in (0.0, 0.3, 0.6, 1.0)]
    assert all(np.array_equal(it[:, unit:], seen[-1][:, unit:]) for it in seen)


def test_a_figure_wider_in_its_cells_is_set_smaller_and_nothing_else_is() -> None:
    theme = replace(NIGHT, type=replace(NIGHT.type, family="montserrat"))
    cards = (
        Card(
            0, 90, Number(Figure(it, group=","), "of roads were laid"), theme, PLACE, (Beat(0, 1),)
        )
        for it in (1_111_111_111, 8_888_888_888)
    )
    narrow, wide = (laid_out(it, CANVASES[1], FACES)[-1].box.height for it in cards)
    assert narrow == wide


@pytest.mark.parametrize("family", FAMILIES)
def test_a_digit_that_stays_the_same_stays_where_it_is(family: str) -> None:
    """From 8,111 to 8,888 the comma and the first digit do not move."""
    narrow, wide = (number(it, family) for it in ("8,111", "8,888"))
    assert narrow.box.width == wide.box.width
    assert np.array_equal(
        shown(narrow, 1.0)[:, : narrow.box.x + 30], shown(wide, 1.0)[:, : wide.box.x + 30]
    )


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("text", FIGURES)
def test_a_figure_takes_up_no_more_than_it_is_measured_to(text: str, family: str) -> None:
    piece = number(text, family)
    inked = np.flatnonzero((shown(piece, 1.0) != BLACK).any(axis=0))
    assert piece.box.x - 2 <= inked.min()
    assert inked.max() <= piece.box.right + 2
