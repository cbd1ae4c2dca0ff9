import pytest

from adapters.word_breaks import divided


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("วันนี้อากาศดี", ("วัน", "นี้", "อากาศ", "ดี")),
        ("今日は天気です。", ("今日は", "天気です。")),
        ("今天是晴天。", ("今天", "是", "晴天。")),
        ("bees", ("bees",)),
        ("꿀벌은", ("꿀벌은",)),
    ],
)
def test_what_is_written_without_spaces_is_cut_where_it_is_read_so(
    text: str, words: tuple[str, ...]
) -> None:
    assert divided(text) == words
