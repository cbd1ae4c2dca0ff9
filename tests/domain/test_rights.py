from dataclasses import replace
from datetime import timedelta

import pytest

from domain.event import Refused
from domain.rights import Ownership, Rights, lacking, refuse_together, refuse_unfit
from tests.given import NOON, RIGHTS

TODAY = NOON.date()
DAY = timedelta(days=1)
LICENSED = replace(RIGHTS, ownership=Ownership.LICENSED, licence="CC BY-SA 4.0")


def refused(rights: Rights | None) -> Refused:
    with pytest.raises(Refused) as refusal:
        refuse_unfit("hive.jpg", rights, TODAY)
    assert "hive.jpg" in refusal.value.sentence
    return refusal.value


@pytest.mark.parametrize(
    ("rights", "code", "field"),
    [
        (None, "rights-undecided", "under what"),
        (replace(RIGHTS, licence=" "), "licence-missing", "licence"),
        (replace(RIGHTS, commercial_use=False), "commercial-use-missing", "commercial use"),
        (LICENSED, "attribution-missing", "attribution"),
        (replace(RIGHTS, expires_on=TODAY - DAY), "rights-expired", "expired on 2025-12-31"),
    ],
)
def test_a_file_that_lacks_something_is_named_with_what_it_lacks(
    rights: Rights | None, code: str, field: str
) -> None:
    refusal = refused(rights)
    assert (refusal.code, field in refusal.sentence) == (code, True)


@pytest.mark.parametrize(
    "rights",
    [
        RIGHTS,
        replace(RIGHTS, expires_on=TODAY),
        replace(LICENSED, attribution="A. Lens"),
        replace(LICENSED, licence="CC0 1.0"),
        replace(LICENSED, licence="Bought from A. Lens, invoice 12"),
        replace(LICENSED, ownership=Ownership.OWN),
    ],
)
def test_a_file_whose_rights_hold_today_may_be_used(rights: Rights) -> None:
    assert refuse_unfit("hive.jpg", rights, TODAY) == rights


def test_all_that_a_file_lacks_is_said_at_once() -> None:
    poor = replace(LICENSED, commercial_use=False, expires_on=TODAY - DAY)
    refusal = refused(poor)
    assert refusal.code == "commercial-use-missing"
    for what in ("commercial use", "no attribution", "expired on 2025-12-31"):
        assert what in refusal.sentence


def test_files_that_lack_the_same_are_told_together_and_many_are_counted() -> None:
    files = [(f"{n}.jpg", None) for n in range(1, 6)]
    with pytest.raises(Refused) as refusal:
        refuse_together(lacking([*files, ("hive.jpg", replace(RIGHTS, licence=""))], TODAY))
    undecided, missing = refusal.value.sentence.split("; and ")
    assert "each of 1.jpg, 2.jpg, 3.jpg and 2 more may be used" in undecided
    assert missing.startswith("hive.jpg has no licence")


def test_files_that_lack_nothing_are_not_refused() -> None:
    refuse_together(lacking([("hive.jpg", RIGHTS)], TODAY))
