from dataclasses import replace
from functools import cache
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageColor

from adapters.blobs.disk import DiskBlobs
from adapters.fonts import showable
from adapters.images import backdrop
from adapters.provenance import jpeg
from adapters.provenance.xmp import known
from adapters.render.thumbnail import CardThumbnailer, Drawn, drawn, packed
from adapters.render.thumbnail.composing import CONTRAST_MIN, Composed, Subject, composed
from adapters.render.thumbnail.layouts import TALL, WIDE, meet
from adapters.render.thumbnail.scheme import Scheme
from adapters.render.thumbnail.words import head, shortened, words
from domain.caption_look import CaptionFont
from domain.ids import BlobId
from domain.mode import Mode
from domain.provenance import DigitalSource
from domain.scene.look import USUAL, OwnColours, ThemeName, theme_of
from domain.scene.look import Look as FilmLook
from domain.thumbnail import ThumbnailLayout
from processors.errors import InvalidInput
from processors.ports import Look, ThumbnailOrder
from tests.adapters.images.test_faces import SKIN, portrait

TITLE = "Why bees are never late: clocks of the hive"
ARABIC = "لماذا لا يتأخر النحل أبدا"
LONGEST = (
    "The deep sea is not silent and never has been in all the years of listening to it " * 2
)[:100]
SMALLEST = (168, 94)
"""How large a thumbnail is beside a playing film."""


PLAIN = OwnColours(low="#ffffff", high="#ffffff", panel="#ffffff", text="#767676", quiet="#767676")
"""Contrast hardly enough: 4.54."""
LOOKS = (
    USUAL,
    FilmLook(ThemeName.PAPER, font=CaptionFont.SERIF),
    FilmLook(ThemeName.SIGNAL, font=CaptionFont.CONDENSED),
    FilmLook(ThemeName.PAPER, PLAIN, CaptionFont.MONTSERRAT),
)


def order(title: str = TITLE, language: str = "en", image: str = "") -> ThumbnailOrder:
    return ThumbnailOrder(title, BlobId(image), Look("bees"), language)


def in_file(image: Image.Image) -> bytes:
    made = BytesIO()
    image.save(made, "PNG")
    return made.getvalue()


def noise(seed: int, low: int = 0, size: tuple[int, int] = (320, 180)) -> Image.Image:
    levels = np.random.default_rng(seed).integers(low, 256, (size[1], size[0], 3), np.uint8)
    return Image.fromarray(levels)


PICTURE = in_file(Image.new("RGB", (1600, 900), (255, 255, 255)))


@cache
def over_white(title: str) -> tuple[Drawn, ...]:
    return drawn(order(title), PICTURE)


def ink(it: Composed) -> Image.Image:
    return it.setting.letters()


def both(it: Drawn) -> tuple[Composed, Composed]:
    return it.wide, it.tall


@pytest.mark.parametrize("title", [TITLE, LONGEST, ARABIC, "", "🐝"])
def test_there_are_three_each_in_another_layout_and_in_both_sizes(title: str) -> None:
    made = over_white(title)
    assert [it.layout for it in made] == list(ThumbnailLayout)
    assert {(it.wide.image.size, it.tall.image.size) for it in made} == {(WIDE, TALL)}


def test_every_file_is_a_jpeg_under_two_megabytes_even_of_noise() -> None:
    whole = noise(7, size=(1280, 720))
    for size in (WIDE, TALL):
        made = packed(whole.resize(size))
        assert Image.open(BytesIO(made)).format == "JPEG"
        assert len(made) < 2_000_000


def test_the_same_order_gives_the_same_bytes() -> None:
    for one, again in zip(drawn(order(), PICTURE), over_white(TITLE), strict=True):
        assert packed(one.wide.image) == packed(again.wide.image)


areas = st.tuples(st.floats(0, 0.9), st.floats(0, 0.9), st.floats(0.05, 1), st.floats(0.05, 1)).map(
    lambda it: (it[0], it[1], min(it[0] + it[2], 1.0), min(it[1] + it[3], 1.0))
)


pictures = st.builds(
    noise,
    st.integers(0, 2**32),
    st.sampled_from([0, 120, 250]),
    st.sampled_from([(320, 180), (180, 320), (200, 200), (600, 60)]),
)
seeds = st.sampled_from(["bees", "ice", "moor", "tea"])
subjects = st.builds(
    lambda picture, faces, seed, look: Subject(picture, tuple(faces), Scheme.of(look, seed)),
    pictures,
    st.lists(areas, max_size=4),
    seeds,
    st.sampled_from(LOOKS),
)


@given(
    layout=st.sampled_from(ThumbnailLayout),
    title=st.sampled_from([TITLE, LONGEST, ARABIC, "Ice"]),
    shown=subjects,
    size=st.sampled_from([WIDE, TALL]),
)
@settings(max_examples=25, deadline=None, derandomize=True)
def test_over_any_picture_every_letter_can_be_read_and_no_face_is_written_over(
    layout: ThumbnailLayout, title: str, shown: Subject, size: tuple[int, int]
) -> None:
    made = composed(layout, words(title, layout), shown, size, "en")
    left, top, right, bottom = made.setting.box
    assert made.contrast >= CONTRAST_MIN
    assert not any(meet((left, top, right, bottom), it) for it in made.faces)
    assert 0 <= left < right <= size[0]
    assert 0 <= top < bottom <= size[1]


def test_what_is_measured_is_what_lies_beneath_the_letters() -> None:
    shown = Subject(noise(1, 250), (), Scheme.of(USUAL, "bees"))
    made = composed(ThumbnailLayout.FOOT, "Ice", shown, WIDE, "en")
    inked = np.asarray(ink(made)) > 0
    assert (np.asarray(made.image)[~inked] == np.asarray(made.ground)[~inked]).all()
    whiter = Composed(
        made.image, Image.new("RGB", WIDE, "white"), made.setting, made.text, made.faces
    )
    assert whiter.contrast < 1.2


@pytest.mark.parametrize("at", [(300, 650), (800, 250), (1300, 450)])
def test_a_face_in_the_picture_stays_clear_of_words_and_in_sight(at: tuple[int, int]) -> None:
    for it in drawn(order(), in_file(portrait(SKIN["brown"], at))):
        for made in both(it):
            (face,) = made.faces
            assert not meet(face, made.setting.box)
            assert (face[2] - face[0]) * (face[3] - face[1]) > 20_000


@pytest.mark.parametrize("title", [TITLE, LONGEST, ARABIC])
def test_capitals_are_four_pixels_high_where_a_film_is_shown_smallest(title: str) -> None:
    for it in drawn(order(title), in_file(portrait(SKIN["pale"], (300, 650)))):
        cap_px = it.wide.setting.block.style.cap_px
        assert cap_px * SMALLEST[0] / WIDE[0] >= 4


def test_a_wide_one_leaves_the_corner_free_where_players_write_the_length() -> None:
    corner = (1110, 640, 1280, 720)
    for it in over_white(LONGEST):
        assert not meet(it.wide.setting.box, corner)


def test_a_tall_one_leaves_the_foot_free_where_players_put_their_buttons() -> None:
    for it in over_white(LONGEST):
        assert it.tall.setting.box[3] <= 0.8 * TALL[1]


def test_one_says_what_stands_behind_the_colon_the_others_what_stands_before() -> None:
    said = {layout.value: words(TITLE, layout) for layout in ThumbnailLayout}
    assert said["foot"] == said["side"] == "Why bees are never late"
    assert said["label"] == "Clocks of the hive"
    assert {words("Ice", layout) for layout in ThumbnailLayout} == {"Ice"}


def test_what_follows_a_colon_or_a_dash_is_left_to_the_title_beside_it() -> None:
    assert head("Why bees are punctual: clocks of the hive") == "Why bees are punctual"
    assert head("Zeit im Stock – wie Bienen sie messen") == "Zeit im Stock"
    assert head("Bees: a history") == "Bees: a history"
    assert head("At 10:30 they come") == "At 10:30 they come"


def test_long_words_are_left_out_whole() -> None:
    assert shortened("Why bees are never late", 14) == "Why bees are…"
    assert shortened("Bees", 14) == "Bees"
    assert shortened("深海は静かではない", 8) == "深海は静…"


def test_a_card_beneath_is_drawn_anew_without_its_words() -> None:
    one, other = (backdrop.packed(1280, 720, "bees", it) for it in ("One", "Other"))
    for first, second in zip(drawn(order(), one), drawn(order(), other), strict=True):
        assert first.wide.image.tobytes() == second.wide.image.tobytes()
        assert first.wide.contrast >= CONTRAST_MIN


@pytest.mark.parametrize("look", LOOKS[1:])
def test_a_channels_look_decides_colours_and_letters(look: FilmLook) -> None:
    theme = theme_of(look)
    low, text, accent, on_accent = (
        ImageColor.getrgb(it)
        for it in (
            theme.colours.low,
            theme.colours.text,
            theme.colours.accent,
            theme.colours.on_accent,
        )
    )
    for it in drawn(replace(order(), design=look), PICTURE):
        on_labels = it.layout is ThumbnailLayout.LABEL
        assert it.wide.text == (on_accent if on_labels else text)
        style = it.wide.setting.block.style
        assert (style.family, style.width_percent) == theme.type.face
        left, top, *_ = ink(it.wide).getbbox() or (0, 0)
        beneath = it.wide.ground.getpixel((left, top))
        if it.layout is ThumbnailLayout.SIDE:
            assert beneath == low
        if on_labels:
            assert beneath == accent


@pytest.mark.parametrize("look", LOOKS)
def test_on_a_ground_drawn_anew_every_letter_can_be_read_in_any_look(look: FilmLook) -> None:
    card = backdrop.packed(1280, 720, "bees", "One")
    for it in drawn(replace(order(), design=look), card):
        assert min(it.wide.contrast, it.tall.contrast) >= CONTRAST_MIN


def test_words_from_right_to_left_stand_at_the_right() -> None:
    for it in over_white(ARABIC):
        left, _, right, _ = it.wide.setting.box
        assert WIDE[0] - right < left


async def test_they_are_kept_as_blobs_with_what_they_are_made_of(tmp_path: Path) -> None:
    blobs = DiskBlobs(tmp_path)
    thumbnailer = CardThumbnailer(blobs)
    made = await thumbnailer.make(order(image=await blobs.put(PICTURE)))
    for it, again in zip(made.answer.variants, over_white(TITLE), strict=True):
        wide, tall = await blobs.get(it.wide), await blobs.get(it.tall)
        assert jpeg.without_mark(wide) == packed(again.wide.image)
        assert jpeg.without_mark(tall) == packed(again.tall.image)
        assert known(jpeg.mark_of(wide)) is DigitalSource.SYNTHETIC
        assert (it.layout, it.words) == (again.layout, showable(again.words))
        assert it.contrast >= CONTRAST_MIN
    assert [(it.meter, it.quantity) for it in made.usage] == [("image", 1)]
    assert thumbnailer.provider.mode is Mode.OFFLINE


async def test_an_image_that_is_none_is_refused(tmp_path: Path) -> None:
    blobs = DiskBlobs(tmp_path)
    with pytest.raises(InvalidInput, match="cannot be decoded") as refused:
        await CardThumbnailer(blobs).make(order(image=await blobs.put(b"no image")))
    assert refused.value.code == "image-unreadable"
