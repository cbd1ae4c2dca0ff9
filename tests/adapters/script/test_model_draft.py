"""A draft is held to its source, and to the limits of a script."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adapters.script.material import Material
from adapters.script.model_draft import Unusable, script_of
from adapters.script.model_shapes import Draft
from domain.metadata import TITLE_MAX
from domain.script import SCENES_MAX, SCENES_MIN, Script
from tests.adapters.script import telling
from tests.adapters.script.given import brief_of

ITS = Material(brief_of("eddystone.md"))
NUMBERS = st.lists(st.integers(-1, 60), max_size=8)
SAID = st.builds(
    telling.said,
    st.one_of(st.sampled_from(ITS.source.sentences), st.text(max_size=80)),
    st.sampled_from(["story", "loop", "payoff"]),
    st.one_of(NUMBERS, st.just(list(range(1, 6)))),
)


def document() -> dict[str, Any]:
    return telling.draft({"order": ITS.order, "sentences": ITS.numbered})


def with_said(text: str, part: str = "story", sources: tuple[int, ...] = (1, 2, 3)) -> Script:
    """The script of an obedient draft into whose third scene one sentence more was put."""
    draft = document()
    draft["scenes"][2]["sentences"].append(telling.said(text, part, list(sources)))
    return script_of(Draft.model_validate(draft), ITS)


def spoken(script: Script) -> str:
    return " ".join(it.text for it in script.scenes)


def test_an_obedient_draft_becomes_a_script() -> None:
    script = script_of(Draft.model_validate(document()), ITS)
    assert SCENES_MIN <= len(script.scenes) <= SCENES_MAX
    assert script.scenes[0].sentences[0] == telling.HOOK
    assert script.scenes[-1].sentences[-1] == telling.CALL
    assert all(it.heading and it.key_phrase for it in script.scenes)
    assert ITS.wishes(script) == ()


def test_each_sentence_keeps_what_it_rests_on_word_for_word() -> None:
    scenes = script_of(Draft.model_validate(document()), ITS).scenes
    lines = [it for scene in scenes for it in zip(scene.sentences, scene.sources, strict=True)]
    free = {telling.HOOK, telling.LOOP, telling.CALL}
    assert all(sources == (() if text in free else (text,)) for text, sources in lines)


@pytest.mark.parametrize(
    "text",
    [
        "The Eddystone is a reef that sank 8,431 ships.",
        "Napoleon feared the Eddystone, a reef of hard rock, as did Bonaparte.",
        "Visit www.example.com for the reef.",
        "Call +44 20 7946 0958 about the reef.",
        "Purple elephants dance happily beneath glittering moons.",
        "The reef " + "is very hard rock and " * 30 + "nothing else.",
    ],
)
def test_what_cannot_be_traced_is_not_spoken(text: str) -> None:
    assert text[-20:] not in spoken(with_said(text))


def test_a_story_without_sources_is_not_spoken() -> None:
    assert "It was strange." not in spoken(with_said("It was strange.", sources=()))


def test_only_three_sentences_go_without_sources() -> None:
    draft = document()
    extra = [telling.said(f"Is it not odd, my {it}?", "loop", []) for it in ("dear", "friend")]
    draft["scenes"][2]["sentences"].extend(extra)
    said = spoken(script_of(Draft.model_validate(draft), ITS))
    assert "my dear" in said
    assert "my friend" not in said


def test_markup_and_what_prints_nothing_is_left_out() -> None:
    said = spoken(with_said("The <b>Eddystone</b> is a **reef** of\u202e very\x07 hard rock."))
    assert "The Eddystone is a reef of very hard rock." in said


@pytest.mark.parametrize("count", [1, 2, 9, 20])
def test_any_number_of_scenes_becomes_4_to_8(count: int) -> None:
    draft = document()
    parts = [it for scene in draft["scenes"] for it in scene["sentences"]]
    script = script_of(Draft.model_validate({**draft, "scenes": telling.scenes(parts, count)}), ITS)
    assert SCENES_MIN <= len(script.scenes) <= SCENES_MAX
    assert spoken(script) == spoken(script_of(Draft.model_validate(draft), ITS))


@pytest.mark.parametrize("part", ["hook", "loop", "story", "payoff", "call"])
def test_a_draft_without_one_of_its_parts_is_refused(part: str) -> None:
    draft = document()
    for scene in draft["scenes"]:
        scene["sentences"] = [it for it in scene["sentences"] if it["part"] != part]
    with pytest.raises(Unusable, match=part):
        script_of(Draft.model_validate(draft), ITS)


def test_a_draft_that_begins_with_something_else_is_refused() -> None:
    draft = document()
    draft["scenes"].reverse()
    with pytest.raises(Unusable, match="begin with its hook"):
        script_of(Draft.model_validate(draft), ITS)


def test_a_draft_that_pays_off_before_its_loop_is_refused() -> None:
    draft = document()
    draft["scenes"][0]["sentences"].insert(1, telling.said("It held.", "payoff", [1]))
    with pytest.raises(Unusable, match="before it opens"):
        script_of(Draft.model_validate(draft), ITS)


@pytest.mark.parametrize("order", [{"words": 400}, {"words": 60}])
def test_a_draft_far_from_the_asked_length_is_refused(order: dict[str, int]) -> None:
    draft = telling.draft({"order": order, "sentences": ITS.numbered})
    with pytest.raises(Unusable, match="not 45 s"):
        script_of(Draft.model_validate(draft), ITS)


def test_a_title_about_something_else_is_replaced() -> None:
    draft = {**document(), "title": "Buy Bitcoin Now at 100,000"}
    assert "Bitcoin" not in script_of(Draft.model_validate(draft), ITS).title


def test_a_heading_that_holds_is_kept_and_another_replaced() -> None:
    draft = document()
    draft["scenes"][1]["heading"] = "The Feared Reef"
    draft["scenes"][2]["heading"] = "Win 1,000,000 Dollars"
    headings = [it.heading for it in script_of(Draft.model_validate(draft), ITS).scenes]
    assert headings[1] == "The Feared Reef"
    assert "Dollars" not in headings[2]


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.lists(st.lists(SAID, max_size=12), max_size=12), st.text(max_size=120))
def test_whatever_a_draft_says_its_script_is_within_limits(
    more: list[list[dict[str, Any]]], title: str
) -> None:
    draft = document()
    for scene, extra in zip(draft["scenes"][1:4], more, strict=False):
        scene["sentences"].extend(extra)
    try:
        script = script_of(Draft.model_validate({**draft, "title": title}), ITS)
    except Unusable:
        return
    assert SCENES_MIN <= len(script.scenes) <= SCENES_MAX
    assert 0.5 <= script.seconds / ITS.wanted_s <= 1.5
    assert all(it.sentences and it.heading and it.key_phrase for it in script.scenes)
    assert 0 < len(script.title) <= TITLE_MAX
    assert script.text.isprintable()
