import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import line_breaks
from domain.captions import Cue, CueWord, cues, line_text, srt, vtt
from domain.ids import BlobId
from domain.narration import Alignment, Narration, SpokenScene, Word

WORD_MS, PAUSE_MS = 300, 50


def spoken(text: str, start_ms: int = 0, word_ms: int = WORD_MS, rest_ms: int = 0) -> SpokenScene:
    words = tuple(
        Word(it, start_ms + n * word_ms, start_ms + (n + 1) * word_ms - PAUSE_MS)
        for n, it in enumerate(text.split())
    )
    return SpokenScene(start_ms, start_ms + len(words) * word_ms + rest_ms, words)


def narration(*scenes: SpokenScene) -> Narration:
    return Narration(BlobId("sha256:" + "0" * 64), scenes[-1].end_ms, Alignment.EXACT, scenes)


def texts(made: tuple[Cue, ...]) -> list[tuple[str, ...]]:
    return [it.texts for it in made]


def test_a_short_sentence_is_one_cue_of_one_line() -> None:
    made = cues(narration(spoken("Bees dance to tell where.")), 42)
    assert texts(made) == [("Bees dance to tell where.",)]


def test_a_long_sentence_stands_on_two_lines_of_like_width() -> None:
    made = cues(narration(spoken("A bee that found nectar dances for her sisters at home")), 42)
    assert texts(made) == [("A bee that found nectar", "dances for her sisters at home")]


def test_cues_end_where_sentences_end() -> None:
    scene = spoken("The first thought ends here now. The second one ends there too.")
    assert texts(cues(narration(scene), 20)) == [
        ("The first thought", "ends here now."),
        ("The second one", "ends there too."),
    ]


def test_a_line_prefers_to_end_at_a_comma() -> None:
    made = cues(narration(spoken("When the sun rises early, all the bees fly out")), 30)
    assert texts(made)[0][0] == "When the sun rises early,"


def test_two_short_sentences_share_a_cue_rather_than_flash_by() -> None:
    made = cues(narration(spoken("Yes. It does.")), 42)
    assert texts(made) == [("Yes. It does.",)]


def test_no_cue_crosses_into_another_scene() -> None:
    made = cues(narration(spoken("One thing"), spoken("and another", start_ms=600)), 42)
    assert texts(made) == [("One thing",), ("and another",)]


def test_a_cue_is_shown_for_a_second_where_there_is_room() -> None:
    made = cues(narration(spoken("Yes.", rest_ms=5_000)), 42)
    assert (made[0].start_ms, made[0].end_ms) == (0, 1_000)


def test_a_short_gap_between_cues_is_closed() -> None:
    scene = spoken("The first thought ends here now. The second one ends there too.")
    first, second = cues(narration(scene), 20)
    assert first.end_ms == second.start_ms


def test_a_cue_ends_with_its_scene() -> None:
    made = cues(narration(spoken("Yes."), spoken("No.", start_ms=400)), 42)
    assert (made[0].end_ms, made[1].start_ms) == (300, 400)


def test_han_is_cut_between_characters_and_shares_the_time_by_width() -> None:
    scene = SpokenScene(0, 800, (Word("今天很好。", 0, 800),))
    (line,) = cues(narration(scene), 42)[0].lines
    assert line == (
        CueWord("今", 0, 160),
        CueWord("天", 160, 320, joined=True),
        CueWord("很", 320, 480, joined=True),
        CueWord("好。", 480, 800, joined=True),
    )
    assert line_text(line) == "今天很好。"


def test_a_line_of_han_never_begins_with_a_comma() -> None:
    scene = SpokenScene(0, 2_000, (Word("一二三四，五六七。", 0, 2_000),))
    assert texts(cues(narration(scene), 10)) == [("一二三四，", "五六七。")]


def test_a_line_of_kana_prefers_to_end_where_a_phrase_does() -> None:
    scene = SpokenScene(0, 4_000, (Word("はちはひろいのはらで", 0, 4_000),))
    phrases = ("はちは", "ひろい", "のはらで")
    assert texts(cues(narration(scene), 18)) == [("はちはひろ", "いのはらで")]
    assert texts(cues(narration(scene), 18, lambda _: phrases)) == [("はちはひろい", "のはらで")]


def test_a_word_a_little_too_wide_has_a_line_to_itself() -> None:
    made = cues(narration(spoken("Die Geschwindigkeitsbegrenzung gilt.")), 24)
    assert "Geschwindigkeitsbegrenzung" in [line for it in made for line in it.texts]


def test_a_standalone_closing_mark_stays_on_its_line() -> None:
    made = cues(narration(spoken("« Bonjour les amis » dit la reine au bourdon")), 20)
    assert not any(line.startswith("»") for it in made for line in it.texts)


def test_times_that_run_back_are_straightened() -> None:
    scene = SpokenScene(0, 2_000, (Word("one", 0, 900), Word("two", 500, 700)))
    assert cues(narration(scene), 42)[0].lines == (
        (CueWord("one", 0, 900), CueWord("two", 900, 900)),
    )


def test_a_scene_without_words_has_no_cues() -> None:
    assert cues(narration(SpokenScene(0, 1_000, ())), 42) == ()


def test_a_line_of_less_than_eight_columns_is_refused() -> None:
    with pytest.raises(ValueError, match="at least 8 columns"):
        cues(narration(spoken("Yes.")), 7)


def test_srt_is_numbered_with_a_comma_before_the_milliseconds() -> None:
    made = Cue(3_661_005, 3_662_000, ((CueWord("a", 0, 1),), (CueWord("b", 1, 2),)))
    assert srt([made, made]) == (
        "1\n01:01:01,005 --> 01:01:02,000\na\nb\n\n2\n01:01:01,005 --> 01:01:02,000\na\nb\n\n"
    )


@pytest.mark.parametrize("how", [Alignment.ALIGNED, Alignment.ESTIMATED])
def test_vtt_says_where_the_times_of_its_words_are_not_exact(how: Alignment) -> None:
    assert vtt([], how) == f"WEBVTT\n\nNOTE The times of the words are {how}.\n\n"
    assert vtt([], Alignment.EXACT) == "WEBVTT\n\n"


def test_vtt_has_its_header_and_escapes_markup() -> None:
    made = Cue(0, 1_500, ((CueWord("<b>", 0, 1), CueWord("&", 1, 2)),))
    assert vtt([made]) == "WEBVTT\n\n00:00:00.000 --> 00:00:01.500\n&lt;b&gt; &amp;\n\n"


@st.composite
def narrations(draw: st.DrawFn) -> Narration:
    text = st.text(st.sampled_from("ab,.!»«—今天。「」éー"), min_size=1, max_size=12)
    at_ms, scenes = 0, []
    for _ in range(draw(st.integers(1, 3))):
        start_ms, words = at_ms, []
        for _ in range(draw(st.integers(0, 25))):
            begun_ms = at_ms + draw(st.integers(0, 900))
            at_ms = begun_ms + draw(st.integers(1, 900))
            words.append(Word(draw(text), begun_ms, at_ms))
        at_ms += draw(st.integers(0, 900))
        scenes.append(SpokenScene(start_ms, at_ms, tuple(words)))
    return narration(*scenes)


@pytest.mark.no_cover
@given(narrations(), st.integers(8, 42))
def test_every_word_is_shown_once_in_order_and_fits(said: Narration, width_max: int) -> None:
    made = cues(said, width_max)
    lines = [line for it in made for line in it.lines]
    assert "".join(word.text for line in lines for word in line) == "".join(
        word.text for scene in said.scenes for word in scene.words
    )
    assert all(1 <= len(it.lines) <= 2 for it in made)
    assert all(len(it) == 1 or line_breaks.width(line_text(it)) <= width_max for it in lines)
    assert all(line_breaks.width(line_text(it)) <= 1.5 * width_max for it in lines)


@pytest.mark.no_cover
@given(narrations())
def test_cues_never_overlap_and_hold_all_that_is_said(said: Narration) -> None:
    made = cues(said, 20)
    ends = [0, *(it.end_ms for it in made)]
    assert all(before <= it.start_ms < it.end_ms for before, it in zip(ends, made, strict=False))
    for cue in made:
        words = [word for line in cue.lines for word in line]
        assert cue.start_ms == words[0].start_ms
        assert words[-1].end_ms <= cue.end_ms


@pytest.mark.no_cover
@given(narrations())
def test_every_cue_lies_within_one_scene(said: Narration) -> None:
    spans = [(it.start_ms, it.end_ms) for it in said.scenes]
    for cue in cues(said, 20):
        assert any(start <= cue.start_ms and cue.end_ms <= end for start, end in spans)


def test_a_word_of_kana_between_spaces_is_never_parted() -> None:
    scene = spoken(
        "みつばちの コミュニケーションは ダンスで なかまに おこなわれます。", word_ms=900
    )
    for columns in (20, 24, 26, 42):
        lines = [line for it in texts(cues(narration(scene), columns, in_pairs)) for line in it]
        assert " ".join(lines) == " ".join(it.text for it in scene.words)


def test_a_particle_after_a_space_stays_with_its_noun_where_it_can() -> None:
    scene = spoken("あれが とうきょう タワー は たかい")
    told = ("あれが", "とうきょう", "タワーは", "たかい")
    assert texts(cues(narration(scene), 24, lambda _: told)) == [
        ("あれが とうきょう", "タワー は たかい")
    ]


def in_pairs(text: str) -> list[str]:
    return [text[n : n + 2] for n in range(0, len(text), 2)]
