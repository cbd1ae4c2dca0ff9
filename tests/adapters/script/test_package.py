from dataclasses import replace

import pytest

from adapters.script.extractive import extract
from adapters.script.package import OfflinePackager, describe
from domain.brief import Brief
from domain.metadata import Metadata
from domain.prices import Metering
from tests.adapters.script.given import TEXTS, brief_of


def described(brief: Brief) -> Metadata:
    return describe(brief, extract(brief))


@pytest.mark.parametrize("name", TEXTS)
def test_everything_said_to_a_platform_stands_in_the_source(name: str) -> None:
    brief = brief_of(name)
    found = described(brief)
    assert found.tags
    assert all(it in brief.source for it in found.tags)
    assert found.language == brief.language
    assert found.description.startswith(extract(brief).scenes[0].sentences[0])


@pytest.mark.parametrize("name", TEXTS)
def test_tags_fit_as_the_platform_counts_them(name: str) -> None:
    tags = described(brief_of(name)).tags
    assert sum(len(it) + 1 + 2 * (" " in it) for it in tags) <= 500
    assert len(set(tags)) == len(tags)


def test_tags_name_what_the_text_is_about() -> None:
    assert {"Trinity House", "Smeaton", "tower", "reef"} <= set(
        described(brief_of("eddystone.md")).tags
    )
    assert {"Moore", "Torf"} <= set(described(brief_of("moor.de.txt")).tags)


@pytest.mark.parametrize(
    ("name", "verbs"),
    [
        ("octopus.md", {"hold", "reaches", "blur", "type"}),
        ("eddystone.md", {"lift", "build", "set", "built"}),
        ("ferryman.en.txt", {"laughed", "row", "tomorrow"}),
    ],
)
def test_verbs_and_fragments_are_no_tags(name: str, verbs: set[str]) -> None:
    tags = described(brief_of(name)).tags
    assert verbs.isdisjoint(tags)
    assert 5 <= len(tags) <= 15


def test_a_long_title_ends_at_a_whole_word() -> None:
    brief = brief_of("eddystone.md")
    long = replace(extract(brief), title="A light that burns on the rock " * 6)
    title = describe(brief, long).title
    assert len(title) <= 100
    assert long.title.startswith(f"{title} that")


def test_a_description_stays_within_its_bytes() -> None:
    brief = brief_of("tea.zh.txt")
    script = extract(brief)
    scene = replace(script.scenes[0], sentences=("茶" * 1_500 + "。", "茶" * 1_500 + "。"))
    found = describe(brief, replace(script, scenes=(scene,)))
    assert found.description == "茶" * 1_500 + "。"


def test_signs_that_the_platform_refuses_are_left_out() -> None:
    brief = brief_of("eddystone.md")
    assert describe(brief, replace(extract(brief), title="Light < dark >")).title == "Light  dark"


async def test_the_packager_answers_with_estimated_usage() -> None:
    brief = brief_of("octopus.md")
    answered = await OfflinePackager().package(brief, extract(brief))
    assert answered.answer == described(brief)
    assert answered.metering is Metering.ESTIMATED
    assert all(it.quantity > 0 for it in answered.usage)


def test_nothing_of_a_sentence_with_an_address_becomes_a_tag() -> None:
    private = " Letters of Penhallowick go to Vexmoorlight@house.example, Penhallowick says."
    brief = brief_of("octopus.md")
    tags = described(replace(brief, source=brief.source + private * 3)).tags
    assert tags
    assert not {"Penhallowick", "Vexmoorlight", "Letters of Penhallowick"} & set(tags)
