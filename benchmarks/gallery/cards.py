"""Cards of every kind, theme and aspect, at rest; and what whose film it is looks like."""

from collections.abc import Iterator

import numpy as np
from PIL import Image

from adapters.fonts import faces, for_language
from adapters.render import backends
from adapters.render.cards.ground import GroundPainter
from adapters.render.cards.painter import CardPainter
from adapters.render.fonts import Typefaces
from adapters.render.nv12 import Nv12
from domain.brief import Aspect
from domain.caption_layers import style_of
from domain.caption_look import CLEAR
from domain.card_layers import place_of
from domain.film_format import FilmFormat, Resolution, canvas_of
from domain.scene.cards import (
    Chart,
    Comparison,
    EndCard,
    Listing,
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
from domain.scene.theme import THEMES, Theme
from domain.storyboard import LAYOUTS
from domain.storyboard.brand import END_PLACES
from domain.timeline import Beat, Card, Ground

FORMAT = FilmFormat(Resolution.HD)
BEATS = tuple(Beat(n, n + 1) for n in range(8))
AT_REST = 60


def _tonnes(amount: int) -> Figure:
    return Figure(amount, after=" t")


def _percent(amount: int) -> Figure:
    return Figure(amount, after=" %")


CARDS: tuple[tuple[SceneCard | EndCard, str], ...] = (
    (Title("How bees find their way home", "Nature, explained"), ""),
    (Statement("A bee remembers every flower it has visited", "Memory", 2, 3), "flower"),
    (Number(Figure(1250, group=","), "flowers are visited by one bee on an ordinary day"), "sun"),
    (
        Listing(
            "What a hive needs",
            ("Nectar and pollen", "Clean water", "Shelter from the wind", "A healthy queen"),
        ),
        "",
    ),
    (
        Quote("Nothing in life is to be feared, it is only to be understood.", "Marie Curie"),
        "",
    ),
    (
        Comparison("Grams for every kilometre", Side("90 g", "Diesel"), Side("20 g", "Electric")),
        "",
    ),
    (
        Years(
            "A short history",
            (
                Moment("1851", "The movable hive is built"),
                Moment("1923", "The dance is described"),
                Moment("1973", "The Nobel Prize follows"),
            ),
        ),
        "",
    ),
    (
        Chart(
            "Honey in thousands of tonnes",
            (
                Value("China", _tonnes(450)),
                Value("Turkey", _tonnes(110)),
                Value("Argentina", _tonnes(75)),
                Value("Ukraine", _tonnes(68)),
            ),
        ),
        "",
    ),
    (
        Chart(
            "Share of renewables",
            (
                Value("2000", _percent(6)),
                Value("2010", _percent(17)),
                Value("2015", _percent(14)),
                Value("2020", _percent(45)),
            ),
            line=True,
        ),
        "",
    ),
    (EndCard("See you next week", "Small Wonders"), ""),
)


def pictures() -> Iterator[tuple[str, Image.Image]]:
    """Frames of 720p, named `card-{aspect}-{theme}-{kind}`."""
    for aspect in Aspect:
        for theme in THEMES.values():
            for content, icon in CARDS:
                line = "-line" if isinstance(content, Chart) and content.line else ""
                name = f"card-{aspect.replace(':', 'x')}-{theme.name}-{content.KIND}{line}"
                yield name, frame(content, theme, aspect, icon)


def frame(content: SceneCard | EndCard, theme: Theme, aspect: Aspect, icon: str) -> Image.Image:
    """The card when all of it has come, where captions would leave room for it."""
    canvas = canvas_of(aspect, FORMAT)
    style = style_of(CLEAR, LAYOUTS[aspect].captions, aspect)
    ends = isinstance(content, EndCard)
    place = END_PLACES[aspect] if ends else place_of(style, theme, aspect)
    card = Card(0, AT_REST + 1, content, theme, place, BEATS, icon=icon)
    planes = backends.planes(canvas, "cpu")
    GroundPainter(Ground(0, AT_REST + 1, theme.colours, theme.ground), canvas).paint(0, planes)
    set_in = Typefaces(for_language(faces(), "en"))
    CardPainter.of(card, canvas, set_in, {}).paint(AT_REST, planes)
    return rgb(planes.nv12())


def rgb(picture: Nv12) -> Image.Image:
    """ITU-R BT.709-6, limited range, chroma repeated."""
    luma = (picture.luma.astype(np.float32) - 16) * 255 / 219
    blue, red = (
        picture.chroma[:, :, n].repeat(2, 0).repeat(2, 1).astype(np.float32) - 128 for n in (0, 1)
    )
    scale = 255 / 224
    planes = (
        luma + 1.5748 * scale * red,
        luma - 0.1873 * scale * blue - 0.4681 * scale * red,
        luma + 1.8556 * scale * blue,
    )
    return Image.fromarray(np.stack(planes, axis=2).round().clip(0, 255).astype(np.uint8))
