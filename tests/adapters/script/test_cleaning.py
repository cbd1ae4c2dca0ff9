import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.script.cleaning import Block, Kind, blocks
from adapters.script.language import language

ENGLISH = language("en")


def cleaned(source: str) -> list[str]:
    return [it.text for it in blocks(source, ENGLISH)]


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("The **tower** is _old_ and `solid`.", "The tower is old and solid."),
        ("See [the reef](https://example.org/a_b).", "See the reef."),
        ("It sank.[12] Nobody[^a] drowned.", "It sank. Nobody drowned."),
        ("It sank (https://example.org).", "It sank."),
        ("It sank.³ They swam.", "It sank. They swam."),
        ("Fish &amp; chips at 5 * 3 = 15.", "Fish & chips at 5 * 3 = 15."),
        ("A <b>bold</b> word, a snake_case_word.", "A bold word, a snake_case_word."),
        ("Hard\nwrapped\nlines.", "Hard wrapped lines."),
        ("> A quoted line.", "A quoted line."),
        ("About 10 m² of cloth.", "About 10 m² of cloth."),
    ],
)
def test_marks_are_removed_and_words_are_kept(written: str, spoken: str) -> None:
    assert cleaned(written) == [spoken]


def test_code_tables_images_comments_and_footnotes_are_not_spoken() -> None:
    source = """---
title: x
---
First.

```
code
```
| a | b |
|---|---|
| 1 | 2 |
![alt](a.png)
<!-- hidden -->
[^1]: A note.

Last."""
    assert cleaned(source) == ["First.", "Last."]


def test_headings_are_told_from_text_in_markdown_and_in_plain_text() -> None:
    source = "# One\nText one.\n\nTwo\n===\n\nText two.\n\nThree\n\nText three."
    kinds = [(it.kind, it.text) for it in blocks(source, ENGLISH)]
    headings = [text for kind, text in kinds if kind is Kind.HEADING]
    assert headings == ["One", "Two", "Three"]
    assert cleaned(source)[1::2] == ["Text one.", "Text two.", "Text three."]


def test_a_line_of_a_list_is_closed_so_that_a_voice_pauses() -> None:
    found = blocks("- keep it dry;\n2. Heat the oven\n* Stop!", ENGLISH)
    assert found == [
        Block(Kind.ITEM, "keep it dry."),
        Block(Kind.ITEM, "Heat the oven."),
        Block(Kind.ITEM, "Stop!"),
    ]


def test_numbers_of_clauses_are_not_spoken_but_decimals_are() -> None:
    assert cleaned("2.1 The Hirer pays.\n\nAbout\n3.5 percent was lost.") == [
        "The Hirer pays.",
        "About 3.5 percent was lost.",
    ]


def test_chinese_lines_are_joined_without_a_space() -> None:
    assert blocks("水在零度\n结冰。", language("zh"))[0].text == "水在零度结冰。"


def test_blocks_of_html_stand_apart_and_what_a_browser_hides_is_not_spoken() -> None:
    source = """<html><head><title>Tab</title><style>p { color: red }</style></head><body>
<h1 class="big">The reef</h1><p>It has eight arms.</p><p>An octopus&nbsp;&amp; a crab.</p>
<script>let hidden = "%s";</script><div>One line.<br/>Another one.</div>
<ul><li>Keep it dry<li>Stop!</ul><table><tr><td>A cell.</td><td>A second.</td></tr></table>
</body></html>""" % ("x" * 3_000)
    assert cleaned(source) == [
        "The reef",
        "It has eight arms.",
        "An octopus & a crab.",
        "One line. Another one.",
        "Keep it dry.",
        "Stop!",
        "A cell.",
        "A second.",
    ]


def test_a_tag_that_is_never_closed_hides_nothing() -> None:
    assert cleaned("He typed <script> and left.") == ["He typed and left."]


def test_signs_of_less_and_more_are_no_tags() -> None:
    assert cleaned("Here 3 < 4 and 5 > 2.") == ["Here 3 < 4 and 5 > 2."]


@given(st.text(alphabet="<>/ph1script!- a\n", max_size=200))
def test_no_markup_stops_the_cleaning(source: str) -> None:
    assert "<p>" not in " ".join(cleaned(source))
