import pytest

from adapters.images.parts import Part, of, split


def told(parts: list[Part]) -> list[str]:
    return [it.text for it in parts]


def test_a_text_in_japanese_is_kept_together_phrase_by_phrase() -> None:
    assert told(list(of("東京タワーは、日本の首都です。"))) == [
        "東京タワーは、",
        "日本の",
        "首都です。",
    ]


def test_a_word_that_a_space_ends_is_kept_whole_whatever_a_model_says() -> None:
    assert told(list(of("ばあいは ことばの とちゅうで"))) == ["ばあいは", "ことばの", "とちゅうで"]


def test_a_particle_after_a_space_still_belongs_to_its_noun() -> None:
    assert [it.inside for it in of("タワー は 高い")] == [True, False, False]


@pytest.mark.parametrize(
    ("phrase", "words"),
    [
        ("首都東京に", ["首都", "東京に"]),
        ("ミツバチ観察", ["ミツバチ", "観察"]),
        ("三百三十三メートルの", ["三百三十三メートルの"]),
        ("リンゴ・オレンジ", ["リンゴ・", "オレンジ"]),
    ],
)
def test_a_phrase_is_parted_only_where_one_of_its_words_begins(
    phrase: str, words: list[str]
) -> None:
    assert told(list(split([Part(phrase, joined=False)], "ja"))) == words
