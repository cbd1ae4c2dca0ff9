from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import asset
from domain.asset import Asset, AssetKind, AssetUploaded, RightsDecided
from domain.event import Refused
from domain.rights import Rights
from tests.given import ACCOUNT, OTHER_ACCOUNT, RIGHTS, SOURCE
from tests.story import Story

UPLOADED = AssetUploaded(ACCOUNT, AssetKind.TEXT, SOURCE, 900, "text/plain", "ice.txt")
LICENSED = replace(RIGHTS, licence="CC BY 4.0")
an_asset = Story(asset.evolve)


def test_a_file_is_uploaded_with_its_rights() -> None:
    an_asset.when(lambda it: asset.upload(it, UPLOADED, RIGHTS)).then(
        UPLOADED, RightsDecided(RIGHTS)
    )


def test_rights_may_be_decided_later() -> None:
    an_asset.when(lambda it: asset.upload(it, UPLOADED, None)).then(UPLOADED)
    story = an_asset.given(UPLOADED)
    story.when(lambda it: it.decide_rights(RIGHTS)).then(RightsDecided(RIGHTS))


def test_the_same_rights_are_not_decided_twice() -> None:
    story = an_asset.given(UPLOADED, RightsDecided(RIGHTS))
    story.when(lambda it: it.decide_rights(RIGHTS)).then_nothing()


def test_a_file_is_uploaded_once() -> None:
    story = an_asset.given(UPLOADED)
    story.when(lambda it: asset.upload(it, UPLOADED, None)).then_refused("asset-exists")


@pytest.mark.parametrize(
    "its", [None, asset.evolve(None, replace(UPLOADED, account_id=OTHER_ACCOUNT))]
)
def test_another_accounts_file_is_as_unknown_as_none(its: Asset | None) -> None:
    with pytest.raises(Refused) as refusal:
        asset.must_be(its, ACCOUNT, AssetKind.TEXT)
    assert refusal.value.code == "asset-unknown"


def test_a_text_is_not_a_picture() -> None:
    with pytest.raises(Refused, match="kind text, not image"):
        asset.must_be(an_asset.given(UPLOADED).state, ACCOUNT, AssetKind.IMAGE, AssetKind.CLIP)


@given(st.lists(st.sampled_from([RIGHTS, LICENSED])))
def test_the_last_decision_on_rights_holds(decisions: list[Rights]) -> None:
    story = an_asset.given(UPLOADED, *map(RightsDecided, decisions))
    assert story.state.rights == (decisions[-1] if decisions else None)
