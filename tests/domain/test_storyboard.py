from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import motion
from domain.brief import Aspect
from domain.caption_layers import block_height
from domain.caption_look import CLEAR, CaptionPlace
from domain.clip import ClipSound, Footage
from domain.ids import BlobId
from domain.motion import MICROS, Easing
from domain.narration import Alignment, Narration, SpokenScene, Word
from domain.scene.theme import NIGHT, PAPER, SIGNAL, Theme
from domain.script import Scene, Script
from domain.storyboard import LAYOUTS, Design, Shot, storyboard
from domain.timeline import (
    Box,
    Caption,
    Card,
    Clip,
    Effect,
    Font,
    Ground,
    Still,
    Text,
    Timeline,
    Towards,
    Transition,
    still_spans,
)

FADE_FRAMES = 15
DARK = NIGHT.colours.low
VOICE, IMAGE = (BlobId(f"sha256:{it * 64}") for it in "ab")
FONTS = (Font("Noto Sans", "f" * 64),)
WIDE = Design(Aspect.WIDE, FONTS)
PICTURE, CARD = Shot(IMAGE, card=False), Shot(IMAGE, card=True)


def spoken(start_ms: int, texts: str, word_ms: int = 300) -> SpokenScene:
    words = tuple(
        Word(text, start_ms + n * word_ms, start_ms + n * word_ms + word_ms - 40)
        for n, text in enumerate(texts.split())
    )
    return SpokenScene(start_ms, start_ms + len(words) * word_ms, words)


def narration(*scenes: SpokenScene) -> Narration:
    return Narration(VOICE, scenes[-1].end_ms, Alignment.EXACT, scenes)


def script(count: int) -> Script:
    scene = Scene("A heading", ("Words.",), "Words")
    return Script("Title", "en", (scene,) * count, 9.0)


def told(count: int) -> tuple[Script, Narration]:
    scenes = [spoken(n * 6000, "One two three, four five. " * 4) for n in range(count)]
    return script(count), narration(*scenes)


def film(*shots: Shot, aspect: Aspect = Aspect.WIDE) -> Timeline:
    return storyboard(*told(len(shots)), shots, Design(aspect, FONTS))


def of(kind: type, timeline: Timeline) -> list:  # type: ignore[type-arg]  # the kind says which
    return [it for it in timeline.layers if isinstance(it, kind)]


def test_scenes_change_where_their_first_word_is_spoken() -> None:
    timeline = film(PICTURE, PICTURE)
    assert [it.start_frame for it in timeline.chapters] == [0, 180]


def test_each_picture_fades_in_over_the_one_before_it() -> None:
    before, after = of(Still, film(PICTURE, PICTURE))
    assert before.end_frame - after.start_frame == FADE_FRAMES
    assert after.start_frame < 180 < before.end_frame
    assert after.entrance == Transition(Effect.DISSOLVE, FADE_FRAMES, Easing.LINEAR, colour=DARK)
    assert before.entrance is None


def effects(timeline: Timeline) -> list[Effect]:
    return [it.entrance.effect for it in of(Still, timeline) if it.entrance]


@pytest.mark.parametrize(
    ("theme", "turn"), [(NIGHT, Effect.WIPE), (PAPER, Effect.DIP), (SIGNAL, Effect.SLIDE)]
)
def test_a_film_turns_as_its_theme_moves_and_ends_through_its_dark(
    theme: Theme, turn: Effect
) -> None:
    timeline = storyboard(*told(6), [PICTURE] * 6, replace(WIDE, theme=theme))
    plain = Effect.DISSOLVE
    assert effects(timeline) == [plain, plain, turn, plain, Effect.DIP]


def test_a_short_film_only_dissolves() -> None:
    assert effects(film(PICTURE, PICTURE)) == [Effect.DISSOLVE]


def test_after_a_card_a_picture_dissolves_even_where_the_film_ends() -> None:
    assert effects(film(PICTURE, PICTURE, CARD, PICTURE)) == [Effect.DISSOLVE] * 2


@pytest.mark.parametrize(("language", "towards"), [("en", Towards.RIGHT), ("ar", Towards.LEFT)])
def test_a_wipe_goes_as_the_language_is_read(language: str, towards: Towards) -> None:
    words, voice = told(6)
    timeline = storyboard(replace(words, language=language), voice, [PICTURE] * 6, WIDE)
    assert of(Still, timeline)[3].entrance.towards is towards


def test_no_two_transitions_meet_however_short_the_scenes() -> None:
    voice = narration(*(spoken(n * 300, "One.") for n in range(6)))
    stills = of(Still, storyboard(script(6), voice, [PICTURE] * 6, WIDE))
    for one, two in pairwise(stills):
        come = one.start_frame + (one.entrance.frames if one.entrance else 0)
        assert come <= two.start_frame
        assert two.entrance is None or one.end_frame == two.start_frame + two.entrance.frames


def test_the_words_of_two_cards_are_never_seen_together() -> None:
    before, after = of(Card, film(CARD, CARD))
    assert before.end_frame == after.start_frame == 180
    assert motion.at(before.opacity, before.end_frame) == (0.0,)


def test_the_ground_of_a_card_is_there_before_its_words() -> None:
    _, ground = of(Ground, film(CARD, CARD))
    assert ground.start_frame < 180
    assert motion.at(ground.opacity, 180) == (1.0,)


def test_a_card_gives_way_to_a_picture_by_a_plain_fade() -> None:
    timeline = film(CARD, PICTURE)
    ground, picture = of(Ground, timeline)[0], of(Still, timeline)[0]
    assert ground.end_frame - picture.start_frame == FADE_FRAMES


def test_pictures_zoom_and_pan_in_turn() -> None:
    ways = [(it.camera[0].values, it.camera[-1].values) for it in of(Still, film(*[PICTURE] * 4))]
    assert len(set(ways)) == 4


def test_the_camera_never_looks_beyond_the_picture() -> None:
    for still in of(Still, film(*[PICTURE] * 4)):
        for key in still.camera:
            x, y, zoom = (it / MICROS for it in key.values)
            assert 0.5 / zoom <= min(x, y, 1 - x, 1 - y)


def test_a_picture_never_stands_still_and_a_card_rests() -> None:
    assert list(still_spans(film(PICTURE, PICTURE))) == []
    assert sum(end - start for start, end in still_spans(film(CARD))) > 60


def test_a_heading_lies_over_a_picture_and_not_over_a_card() -> None:
    timeline = film(PICTURE, CARD)
    assert [it.text for it in of(Text, timeline)] == ["A heading"]


def test_a_scene_too_short_for_a_heading_has_none() -> None:
    timeline = storyboard(script(1), narration(spoken(0, "One.")), [PICTURE], WIDE)
    assert of(Text, timeline) == []


def test_a_caption_for_which_no_frame_is_left_is_not_shown() -> None:
    hasty = replace(narration(spoken(0, "Late. " * 60, word_ms=9000)), duration_ms=1000)
    captions = of(Caption, storyboard(script(1), hasty, [CARD], WIDE))
    assert [it.end_frame <= 57 for it in captions] == [True]


def test_captions_say_every_word_once_and_never_overlap() -> None:
    captions = of(Caption, film(PICTURE, PICTURE))
    said = [word.text for it in captions for line in it.lines for word in line]
    assert " ".join(said) == " ".join(["One two three, four five."] * 8)
    assert all(one.end_frame <= two.start_frame for one, two in pairwise(captions))


def test_a_word_stays_lit_over_the_breath_after_it() -> None:
    first = of(Caption, film(PICTURE))[0].lines[0]
    assert (first[0].start_frame, first[0].end_frame) == (0, first[1].start_frame)


def test_a_word_goes_out_in_a_long_pause() -> None:
    words = (Word("Wait", 0, 300), Word("now.", 900, 1200))
    pause = narration(SpokenScene(0, 1200, words))
    captions = of(Caption, storyboard(script(1), pause, [CARD], WIDE))
    assert captions[0].lines[0][0].end_frame == 9


@pytest.mark.parametrize("place", CaptionPlace)
@pytest.mark.parametrize("aspect", Aspect)
def test_captions_never_lie_on_a_card_wherever_they_were_asked_to_stand(
    aspect: Aspect, place: CaptionPlace
) -> None:
    design = Design(aspect, FONTS, captions=replace(CLEAR, place=place))
    timeline = storyboard(*told(2), [CARD, CARD], design)
    (card, *_), (caption, *_) = of(Card, timeline), of(Caption, timeline)
    top = caption.style.bottom - block_height(caption.style.size, aspect)
    assert card.place.y + card.place.height <= top


def test_tall_films_keep_captions_out_of_the_bottom_fifth() -> None:
    assert LAYOUTS[Aspect.TALL].captions.bottom <= 800_000


def test_the_film_ends_after_the_voice_and_goes_to_black() -> None:
    timeline = film(PICTURE)
    closing = of(Box, timeline)[0]
    assert timeline.duration_ms == 6900
    assert motion.at(closing.opacity, timeline.duration_frames) == (1.0,)


@pytest.mark.parametrize("aspect", Aspect)
def test_every_aspect_has_its_canvas(aspect: Aspect) -> None:
    wide, high = (int(it) for it in aspect.split(":"))
    canvas = film(PICTURE, aspect=aspect).canvas
    assert canvas.width * high == canvas.height * wide


def test_a_scene_without_a_shot_is_refused() -> None:
    with pytest.raises(ValueError, match="one shot for every scene"):
        storyboard(script(2), narration(spoken(0, "One.")), [CARD], WIDE)


@given(
    st.lists(st.tuples(st.integers(0, 4000), st.integers(1, 6)), min_size=1, max_size=8),
    st.integers(10, 900),
)
def test_whatever_the_voice_reports_every_frame_has_a_picture(
    scenes: list[tuple[int, int]], word_ms: int
) -> None:
    told = [spoken(start_ms, "word " * count, word_ms) for start_ms, count in scenes]
    voice = replace(narration(*told), duration_ms=max(it.end_ms for it in told))
    for shot, kind in ((CARD, Ground), (PICTURE, Still)):
        timeline = storyboard(script(len(told)), voice, [shot] * len(told), WIDE)
        seen = of(kind, timeline)
        assert seen[0].start_frame == 0
        assert seen[-1].end_frame == timeline.duration_frames
        assert all(
            two.opacity[-1].frame <= one.end_frame or len(two.opacity) == 1
            for one, two in pairwise(seen)
        )


def test_a_scene_with_a_clip_shows_it_for_as_long_as_it_lasts() -> None:
    clip = Footage(IMAGE, "hive.mp4", 1_000, 9_000, ClipSound.MUTED)
    timeline = film(PICTURE, replace(PICTURE, footage=clip))
    (shown,) = of(Clip, timeline)
    assert (shown.clip, shown.end_frame) == (IMAGE, timeline.duration_frames)
    assert shown.entrance is not None
