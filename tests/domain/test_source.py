import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.event import Refused
from domain.source import CHARACTERS_MAX, check_source, count_words

FORTY_WORDS = " ".join(["lighthouse"] * 40)


def refusal_of(data: bytes) -> Refused:
    with pytest.raises(Refused) as refused:
        check_source(data, "story.txt")
    return refused.value


def test_forty_words_are_enough() -> None:
    assert check_source(FORTY_WORDS.encode(), "story.txt") == FORTY_WORDS


def test_a_byte_order_mark_and_foreign_line_ends_are_accepted() -> None:
    data = b"\xef\xbb\xbf" + f"One\r\ntwo\rthree\f{FORTY_WORDS}".encode()
    assert check_source(data, "story.txt") == f"One\ntwo\nthree\n\n{FORTY_WORDS}"


@pytest.mark.parametrize("data", [b"", b" \r\n\t\f ", b"\xef\xbb\xbf"])
def test_an_empty_file_is_refused(data: bytes) -> None:
    refused = refusal_of(data)
    assert refused.code == "source-empty"
    assert refused.sentence == "story.txt is empty; at least 40 words are needed."


def test_too_few_words_are_refused_with_their_number() -> None:
    refused = refusal_of(FORTY_WORDS.removesuffix(" lighthouse").encode())
    assert refused.code == "source-too-short"
    assert refused.sentence == "story.txt has 39 words; at least 40 are needed."


@pytest.mark.parametrize("head", [b"%PDF-1.7 ", b"PK\x03\x04", b"\x89PNG\r\n", b"text\x00"])
def test_a_file_that_is_not_text_is_refused(head: bytes) -> None:
    refused = refusal_of(head + FORTY_WORDS.encode())
    assert refused.code == "source-binary"
    assert refused.sentence.startswith("story.txt is not plain text")


def test_text_full_of_control_characters_is_refused_with_their_number() -> None:
    refused = refusal_of(FORTY_WORDS.encode() + b"\x01" * 9)
    assert refused.code == "source-binary"
    assert "9 of its 448 characters" in refused.sentence


def test_another_encoding_is_refused_with_the_place() -> None:
    refused = refusal_of("Café ".encode("latin-1") + FORTY_WORDS.encode())
    assert refused.code == "source-not-utf8"
    assert "byte 3 is wrong" in refused.sentence


def test_utf16_is_named_as_such() -> None:
    refused = refusal_of(FORTY_WORDS.encode("utf-16"))
    assert (refused.code, "UTF-16" in refused.sentence) == ("source-not-utf8", True)


@pytest.mark.parametrize(
    ("text", "size"),
    [("é" * (CHARACTERS_MAX + 1), "200,001 characters"), ("é" * 500_000, "1,000,000 bytes")],
)
def test_a_text_that_is_too_long_is_refused_with_its_size(text: str, size: str) -> None:
    refused = refusal_of(text.encode())
    assert refused.code == "source-too-long"
    expected = f"story.txt has {size}; at most 200,000 characters are taken."
    assert refused.sentence == expected


def test_the_longest_text_is_accepted() -> None:
    text = (FORTY_WORDS + " ").ljust(CHARACTERS_MAX, "é")
    assert check_source(text.encode(), "story.txt") == text


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("It's a well-kept light.", 4),
        ("水在摄氏零度结冰", 4),
        ("นี่คือหนังสือ", 3),
        ("한국어는 낱말을 띄어 쓴다", 4),
        ("GDP 增长", 2),
        ("— … !", 0),
    ],
)
def test_words_are_counted_in_any_script(text: str, words: int) -> None:
    assert count_words(text) == words


def code_of(data: bytes) -> str:
    try:
        return "accepted" if count_words(check_source(data, "story.txt")) >= 40 else "lied"
    except Refused as refused:
        return refused.code


@given(st.binary(max_size=400))
def test_any_bytes_are_either_text_or_refused_with_a_code(data: bytes) -> None:
    assert code_of(data) == "accepted" or code_of(data).startswith("source-")
