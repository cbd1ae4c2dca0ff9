from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.render.cards.layout import HANGING, area_of, fits, laid_out
from adapters.render.cards.pieces import Piece
from domain.scene.cards import AnyCard, Listing, Quote, Statement, Title
from domain.scene.theme import THEMES, Theme
from domain.timeline import Beat, Canvas, Card
from tests.adapters.render.cards.given import CANVASES, CONTENTS, PLACE
from tests.adapters.render.films import FACES

EDGE_PX = 2
"""Antialiased ink may touch the pixel beside what a letter is measured to take."""


def card_of(content: AnyCard, theme: Theme, *, centred: bool = False, icon: str = "") -> Card:
    return Card(0, 90, content, theme, PLACE, (Beat(0, 20),), centred=centred, icon=icon)


def ink_leaves(piece: Piece, card: Card, canvas: Canvas) -> bool:
    """Whether any visible pixel of a piece lies outside the card's place."""
    rows, columns = np.nonzero(piece.picture(1.0)[:, :, 3] > 0.05)
    if not len(rows):
        return False
    area = area_of(card, canvas)
    area = area.grown(area.width // HANGING) if piece.over else area
    across = piece.x + columns.min() < area.x - EDGE_PX or piece.x + columns.max() >= (
        area.right + EDGE_PX
    )
    down = piece.y + rows.min() < area.y - EDGE_PX or piece.y + rows.max() >= area.bottom + EDGE_PX
    return bool(across or down)


def stays_in_place(content: AnyCard, theme: Theme, canvas: Canvas, *, centred: bool) -> None:
    card = card_of(content, theme, centred=centred, icon="clock")
    pieces = laid_out(card, canvas, FACES)
    assert fits(pieces, area_of(card, canvas))
    assert not any(ink_leaves(it, card, canvas) for it in pieces)


ANY_CARD = {
    "content": CONTENTS,
    "theme": st.sampled_from(list(THEMES.values())),
    "canvas": st.sampled_from(CANVASES),
    "centred": st.booleans(),
}


@given(**ANY_CARD)
@settings(max_examples=8, deadline=None, derandomize=True)
def test_no_part_of_a_card_leaves_its_place_or_lies_on_another(
    *, content: AnyCard, theme: Theme, canvas: Canvas, centred: bool
) -> None:
    stays_in_place(content, theme, canvas, centred=centred)


@pytest.mark.slow
@given(**ANY_CARD)
@settings(max_examples=250, deadline=None)
def test_no_part_of_a_card_leaves_its_place_whatever_it_says(
    *, content: AnyCard, theme: Theme, canvas: Canvas, centred: bool
) -> None:
    """Target: half a minute."""
    stays_in_place(content, theme, canvas, centred=centred)


@pytest.mark.parametrize("canvas", CANVASES, ids=lambda it: f"{it.width}x{it.height}")
@pytest.mark.parametrize(
    "content",
    [
        Statement("Ordinary lime mortar does not harden under water", "Of stone", 0, 1),
        Title("Four lights on the Eddystone", "A reef in the sea"),
        Quote("Nothing in life is to be feared, it is only to be understood.", "Marie Curie"),
    ],
    ids=lambda it: it.KIND,
)
def test_what_a_film_usually_says_is_set_large(content: AnyCard, canvas: Canvas) -> None:
    card = card_of(content, THEMES["night"], icon="drop")
    highest = max(it.box.height for it in laid_out(card, canvas, FACES))
    assert highest >= 0.07 * min(canvas.width, canvas.height)


def test_a_right_to_left_list_begins_at_the_right() -> None:
    card = card_of(Listing("", ("رحيق", "ماء", "مأوى")), THEMES["night"])
    pieces = laid_out(card, CANVASES[0], FACES)
    assert max(it.box.right for it in pieces) == area_of(card, CANVASES[0]).right


def test_condensed_letters_are_set_narrower_at_the_same_size() -> None:
    """So that a longer line of them has room where the usual ones would need another."""
    theme = THEMES["night"]
    narrow = replace(theme, type=replace(theme.type, family="condensed"))
    content, canvas = Title("Bees dance", ""), CANVASES[0]
    usual, condensed = (
        laid_out(card_of(content, it), canvas, FACES)[0].box for it in (theme, narrow)
    )
    assert condensed.height == usual.height
    assert condensed.width < 0.9 * usual.width
