"""What a platform is told, by a language model and within limits that it cannot move."""

import pytest

from adapters.providers.openai import OpenAIModel
from adapters.script.material import Material
from adapters.script.model_draft import script_of
from adapters.script.model_packager import ModelPackager, metadata_of
from adapters.script.model_shapes import Draft, Package
from adapters.script.package import describe
from domain.metadata import DESCRIPTION_MAX_BYTES, Metadata
from tests.adapters.providers.given import MODEL, endpoint
from tests.adapters.script import telling
from tests.adapters.script.given import brief_of
from tests.adapters.script.test_model_draft import document
from tests.standins import stand_in

ITS = Material(brief_of("eddystone.md"))
SCRIPT = script_of(Draft.model_validate(document()), ITS)
OWN = describe(ITS.brief, SCRIPT)


def packed(
    title: str = "The Feared Reef", description: str = "", tags: tuple[str, ...] = ()
) -> Metadata:
    return metadata_of(Package(title=title, description=description, tags=list(tags)), ITS, SCRIPT)


async def test_a_package_comes_with_what_was_billed() -> None:
    with stand_in("openai") as it:
        it.answers.hook = telling.told
        packager = ModelPackager(OpenAIModel(endpoint(it, 5.0), MODEL))
        metered = await packager.package(ITS.brief, SCRIPT)
        billed = sum(it.billed.values())
    assert metered.answer.title == SCRIPT.title
    assert metered.answer.description.startswith("The Eddystone") or metered.answer.description
    assert sum(it.quantity for it in metered.usage) == billed


def test_what_holds_is_kept() -> None:
    its = packed("The Feared Reef", "Captains feared the reef.", ("reef", "Henry Winstanley"))
    assert its == Metadata(
        "The Feared Reef", "Captains feared the reef.", ("reef", "Henry Winstanley"), "en"
    )


@pytest.mark.parametrize(
    "title", ["", "Reef " * 30, "Buy Bitcoin at 100,000", "reef www.example.com", "\u202e\u0000"]
)
def test_a_title_that_does_not_hold_is_the_scripts_own(title: str) -> None:
    assert packed(title).title == OWN.title


def test_a_description_keeps_what_the_source_supports() -> None:
    text = "Captains feared the reef. Send 500 dollars to <b>me@example.com</b>."
    assert packed(description=text).description == "Captains feared the reef."


def test_a_description_has_an_end() -> None:
    its = packed(description="Captains feared the reef. " * 1000)
    assert 0 < len(its.description.encode()) <= DESCRIPTION_MAX_BYTES


def test_tags_are_few_short_and_about_the_film() -> None:
    its = packed(tags=("reef", "REEF", "bitcoin", "@reef", "a,b", "reef " * 20, "<reef> rock"))
    assert its.tags == ("reef", "reef rock")


def test_without_any_that_hold_the_words_are_our_own() -> None:
    its = packed(description="Buy now!", tags=("bitcoin",))
    assert (its.description, its.tags) == (OWN.description, OWN.tags)
