"""The text that a video is made from: what is accepted, checked before anything is asked for."""

import re

from domain.event import Refused

WORDS_MIN = 40
CHARACTERS_MAX = 200_000
BYTES_A_CHARACTER_MAX = 4
CONTROLS_SHARE_MAX = 0.01

UTF8_BOM = b"\xef\xbb\xbf"
UTF16_BOMS = (b"\xff\xfe", b"\xfe\xff")
SIGNATURES = (b"%PDF-", b"PK\x03\x04", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b", b"{\\rtf")

# Scripts written without spaces, and how many of their characters make about one word.
# Han and kana: 255 characters to 158 words a minute in Chinese, 357 to 193 in Japanese (IReST,
# doi:10.1167/iovs.11-8284). Thai, Lao, Burmese and Khmer words have about four letters.
HAN_AND_KANA = re.compile("[\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
SOUTH_EAST_ASIAN = re.compile("[\u0e01-\u0eff\u1000-\u109f\u1780-\u17ff]")
HAN_PER_WORD, SOUTH_EAST_ASIAN_PER_WORD = 2, 4

WORD = re.compile(r"\w[\w'’-]*")
CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f]")


def check_source(data: bytes, name: str) -> str:
    """The text in these bytes, with `\\n` at line ends and a blank line for a form feed.

    Raises Refused (`source-empty`, `source-binary`, `source-not-utf8`, `source-too-short`,
    `source-too-long`), each with one sentence that names the file and the figure.
    """
    _refuse_binary(data, name)
    if len(data) > CHARACTERS_MAX * BYTES_A_CHARACTER_MAX + len(UTF8_BOM):
        raise _too_long(name, f"{len(data):,} bytes")
    text = _without_carriage_returns(_decoded(data, name))
    _refuse_unprintable(text, name)
    if len(text) > CHARACTERS_MAX:
        raise _too_long(name, f"{len(text):,} characters")
    _refuse_short(text, name)
    return text


def count_words(text: str) -> int:
    """Words between spaces; where a script has none, its characters are converted to words."""
    han, text = _taken_out(HAN_AND_KANA, text)
    south_east_asian, text = _taken_out(SOUTH_EAST_ASIAN, text)
    spaced = len(WORD.findall(text))
    return spaced + han // HAN_PER_WORD + south_east_asian // SOUTH_EAST_ASIAN_PER_WORD


def _taken_out(characters: re.Pattern[str], text: str) -> tuple[int, str]:
    rest, count = characters.subn(" ", text)
    return count, rest


def _refuse_binary(data: bytes, name: str) -> None:
    if data.startswith(UTF16_BOMS):
        raise Refused("source-not-utf8", f"{name} is UTF-16 text; save it as UTF-8.")
    if data.startswith(SIGNATURES):
        raise Refused("source-binary", f"{name} is not plain text; a .txt or .md file would do.")
    if (zero_at := data.find(0)) >= 0:
        raise Refused(
            "source-binary",
            f"{name} is not plain text: byte {zero_at:,} is zero; a .txt or .md file would do.",
        )


def _decoded(data: bytes, name: str) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise Refused(
            "source-not-utf8", f"{name} is not UTF-8: byte {fault.start:,} is wrong; save it so."
        ) from fault


def _without_carriage_returns(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n\n")


def _refuse_unprintable(text: str, name: str) -> None:
    controls = len(CONTROL.findall(text))
    if controls > CONTROLS_SHARE_MAX * len(text):
        raise Refused(
            "source-binary",
            f"{name} is not plain text: {controls:,} of its {len(text):,} characters are controls.",
        )


def _refuse_short(text: str, name: str) -> None:
    if not text.strip():
        raise Refused("source-empty", f"{name} is empty; at least {WORDS_MIN} words are needed.")
    if (words := count_words(text)) < WORDS_MIN:
        raise Refused(
            "source-too-short", f"{name} has {words} words; at least {WORDS_MIN} are needed."
        )


def _too_long(name: str, size: str) -> Refused:
    return Refused(
        "source-too-long", f"{name} has {size}; at most {CHARACTERS_MAX:,} characters are taken."
    )
