from hypothesis import given
from hypothesis import strategies as st

from adapters.images.pictures import picture_for
from domain.ids import BlobId
from domain.script import Scene, Script
from processors.ports import Picture

HEADINGS = ("Bees keep time", "The dark cellar", "A second hive", "What honey tells")
SCRIPT = Script("Bees", "en", tuple(Scene(it, (), it) for it in HEADINGS), 40.0)


def shown(*names: str) -> list[str | None]:
    pictures = [Picture(it, BlobId(f"sha256:{n:064}")) for n, it in enumerate(names)]
    found = [picture_for(SCRIPT, it, pictures) for it in range(4)]
    return [it.name if it else None for it in found]


def test_names_that_begin_with_a_number_say_their_scene() -> None:
    assert shown("3.png", "scene-01 hive.jpg", "Scene_4.webp", "02-cellar.png") == [
        "scene-01 hive.jpg",
        "02-cellar.png",
        "3.png",
        "Scene_4.webp",
    ]


def test_a_date_or_a_cameras_count_is_no_scene() -> None:
    assert shown("2024-05-01.jpg", "IMG_0003.jpg") == ["2024-05-01.jpg", "IMG_0003.jpg", None, None]


def test_a_number_beyond_the_last_scene_says_nothing() -> None:
    assert shown("9.png") == ["9.png", None, None, None]


def test_words_of_the_heading_decide_next() -> None:
    assert shown("honey.png", "our-cellar.png") == [None, "our-cellar.png", None, "honey.png"]


def test_the_rest_goes_to_free_scenes_in_its_order() -> None:
    assert shown("z.png", "cellar.png", "a.png") == ["z.png", "cellar.png", "a.png", None]


def test_of_two_pictures_for_one_scene_the_first_has_it() -> None:
    assert shown("2-a.png", "2-b.png") == ["2-b.png", "2-a.png", None, None]
    assert shown("dark.png", "cellar.png") == ["cellar.png", "dark.png", None, None]


@given(st.lists(st.text("123-. ceilardk", min_size=1, max_size=9), unique=True, max_size=9))
def test_every_scene_gets_a_picture_of_its_own_while_there_are_any(names: list[str]) -> None:
    found = [it for it in shown(*names) if it]
    assert len(found) == len(set(found)) == min(len(names), 4)
