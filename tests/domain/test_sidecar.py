import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.ids import BlobId
from domain.metadata import Chapter, Metadata
from domain.mode import Mode
from domain.rights import Audience, Decided, Disclosure, PaidPromotion
from domain.sidecar import Made, Sidecar, chapter_lines, from_json, sidecar, to_json

FILM, THUMBNAIL = BlobId("sha256:" + "f" * 64), BlobId("sha256:" + "e" * 64)
COVER = BlobId("sha256:" + "d" * 64)
OWNER = "person/0190"
DECIDED = Decided(
    Disclosure(realistic=False, reasons=(), decided_by=OWNER),
    Audience(made_for_kids=False, decided_by=OWNER),
    PaidPromotion(included=False, decided_by=OWNER),
)
CHAPTERS = (Chapter(0, "Bees"), Chapter(12_400, "Clocks"), Chapter(25_000, "Cellars"))
MADE = Made(FILM, THUMBNAIL, 45_000, CHAPTERS, frozenset({Mode.SIMULATED, Mode.OFFLINE}))
METADATA = Metadata("Why bees are punctual", "How a hive keeps time.", ("bees", "time"), "en")


def made(metadata: Metadata = METADATA, *attributions: str, film: Made = MADE) -> Sidecar:
    return sidecar(metadata, film, DECIDED, attributions)


def test_it_tells_what_was_written_decided_and_made() -> None:
    told = json.loads(to_json(made()))
    assert told["title"] == "Why bees are punctual"
    assert told["film"] == FILM
    assert told["modes"] == ["offline", "simulated"]
    assert told["audience"] == {"decided_by": OWNER, "made_for_kids": False}
    assert told["chapters"][1] == {"start_ms": 12400, "title": "Clocks"}


def test_the_same_facts_give_the_same_bytes_and_come_back() -> None:
    assert to_json(made()) == to_json(made())
    assert from_json(to_json(made())) == made()


def test_the_cover_is_named_where_there_is_one_and_old_bytes_stay_as_they_were() -> None:
    covered = made(film=replace(MADE, cover=COVER))
    assert from_json(to_json(covered)).cover == COVER
    assert to_json(covered) != to_json(made())
    assert "cover" not in json.loads(to_json(made()))


def test_bytes_of_something_else_are_refused() -> None:
    with pytest.raises(ValueError, match="not a stored sidecar"):
        from_json(b"[]")


def test_chapters_and_attributions_follow_the_description() -> None:
    assert made(METADATA, "Photo: A. Keeper, CC BY 4.0").description == (
        "How a hive keeps time.\n\n0:00 Bees\n0:12 Clocks\n0:25 Cellars\n\n"
        "Photo: A. Keeper, CC BY 4.0"
    )


def described(*pages: str, film: Made = MADE, owed: tuple[str, ...] = ()) -> str:
    return sidecar(METADATA, film, DECIDED, owed, pages).description


def test_the_pages_that_facts_were_read_in_are_named_before_what_is_owed() -> None:
    assert described("https://a.example/?x=1&y=2", "https://b.example/", owed=("A. Keeper",)) == (
        "How a hive keeps time.\n\n0:00 Bees\n0:12 Clocks\n0:25 Cellars\n\n"
        "Sources:\nhttps://a.example/?x=1&y=2\nhttps://b.example/\n\nA. Keeper"
    )


def test_a_page_is_named_once_and_as_an_address_that_works() -> None:
    told = described("https://a.example/<b>", "https://a.example/<b>")
    assert told.endswith("Sources:\nhttps://a.example/%3Cb%3E")


def test_as_many_pages_are_named_as_fit_and_none_is_cut() -> None:
    pages = [f"https://{n}.example/{'x' * (900 * n)}" for n in (1, 2, 3)] + ["https://c.example/"]
    listed = described(*pages).partition("Sources:\n")[2].splitlines()
    assert listed == [pages[0], "https://c.example/"]
    assert "Sources" not in described(pages[2])


def test_chapters_give_way_to_pages_and_pages_to_what_is_owed() -> None:
    chapters = tuple(Chapter(n * 10_000, "x" * 100) for n in range(26))
    film, pages = replace(MADE, chapters=chapters, duration_ms=300_000), ["https://a.example/"]
    crowded = described(*pages, film=film, owed=("a" * 2_500,))
    assert "0:00 x" not in crowded
    assert "Sources:\nhttps://a.example/\n\naaa" in crowded
    assert "Sources" not in described(*pages, film=film, owed=("a" * 4_990,))


def test_an_attribution_is_told_once() -> None:
    assert made(METADATA, "CC BY", "", "CC BY").description.count("CC BY") == 1


def test_chapters_are_listed_from_three_on_each_of_ten_seconds_and_from_the_start() -> None:
    assert chapter_lines(CHAPTERS, 35_000) == ("0:00 Bees", "0:12 Clocks", "0:25 Cellars")
    assert chapter_lines(CHAPTERS, 34_999) == ()
    assert chapter_lines(CHAPTERS[:2], 35_000) == ()
    assert chapter_lines((Chapter(1_000, "Late"), *CHAPTERS[1:]), 45_000) == ()
    assert chapter_lines((), 45_000) == ()


def test_a_chapter_past_an_hour_tells_its_hour() -> None:
    late = (*CHAPTERS, Chapter(3_725_000, "Dusk"))
    assert chapter_lines(late, 4_000_000)[-1] == "1:02:05 Dusk"


def test_a_long_title_is_cut_at_a_word() -> None:
    title = made(replace(METADATA, title="honey " * 30)).title
    assert title == "honey " * 15 + "honey…"
    assert made(replace(METADATA, title="x" * 101)).title == "x" * 99 + "…"


def test_angle_brackets_that_youtube_refuses_are_replaced() -> None:
    told = made(replace(METADATA, title="<b>", description="a > b", tags=("<i>",)))
    assert (told.title, told.tags) == ("⟨b⟩", ("⟨i⟩",))
    assert told.description.startswith("a ⟩ b")


def test_tags_are_told_once_and_fit() -> None:
    assert made(replace(METADATA, tags=("Bees", "bees", " ", "a,b"))).tags == ("Bees", "a b")
    many = tuple(f"tag {n:03}" for n in range(200))
    told = made(replace(METADATA, tags=many)).tags
    assert len(",".join(f'"{it}"' for it in told)) <= 500 < len(told) * 10 + 10


def test_a_long_description_gives_way_to_what_is_owed() -> None:
    told = made(replace(METADATA, description="honey " * 2_000), "CC BY").description
    assert len(told.encode()) <= 5_000
    assert told.endswith("honey…\n\n0:00 Bees\n0:12 Clocks\n0:25 Cellars\n\nCC BY")


def test_chapters_and_text_give_way_to_what_is_owed() -> None:
    assert made(METADATA, "x" * 4_990).description == "How…\n\n" + "x" * 4_990
    assert made(METADATA, "x" * 4_998).description == "x" * 4_998


def test_attributions_that_do_not_fit_are_refused() -> None:
    with pytest.raises(ValueError, match="take 5001 bytes"):
        made(METADATA, "x" * 5_001)


@given(
    st.text(max_size=200),
    st.text(max_size=6_000),
    st.lists(st.text(max_size=60), max_size=40),
    st.lists(st.text(max_size=700), max_size=12),
)
def test_whatever_is_written_stays_within_the_limits(
    title: str, description: str, tags: list[str], pages: list[str]
) -> None:
    written = Metadata(title, description, tuple(tags), "en")
    told = sidecar(written, MADE, DECIDED, ("CC BY",), pages)
    assert len(told.title) <= 100
    assert len(told.description.encode()) <= 5_000
    assert told.description.endswith("CC BY")
    assert sum(len(it) + 1 for it in told.tags) <= 501
