"""What a model calls a script and its scenes, where it stopped in the middle."""

from typing import Any

import pytest

from adapters.script.material import Material
from adapters.script.model_draft import script_of
from adapters.script.model_shapes import Draft
from tests.adapters.script.given import brief_of
from tests.adapters.script.test_model_draft import document

ITS = Material(brief_of("eddystone.md"))
USUAL = script_of(Draft.model_validate(document()), ITS)


def called(**its: Any) -> Any:
    draft = document()
    draft["title"] = its.get("title", draft["title"])
    draft["scenes"][1]["heading"] = its.get("heading", draft["scenes"][1]["heading"])
    return script_of(Draft.model_validate(draft), ITS)


@pytest.mark.parametrize("torn", ["The Eddystone is a reef of", "The Eddystone is a reef of ve"])
def test_a_title_torn_out_of_a_sentence_ends_with_its_clause(torn: str) -> None:
    whole = "The Eddystone is a reef of very hard rock, fourteen miles south-west of Plymouth"
    assert USUAL.scenes[1].sentences[0].startswith(whole)
    assert called(title=torn).title == whole


def test_a_short_title_that_a_sentence_begins_with_is_kept() -> None:
    assert called(title="The Eddystone").title == "The Eddystone"


def test_a_heading_torn_out_of_a_sentence_gives_way_to_a_phrase() -> None:
    first = USUAL.scenes[1].sentences[0]
    torn = " ".join(first.split()[:4])
    assert called(heading=torn).scenes[1].heading != torn
