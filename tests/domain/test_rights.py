from dataclasses import replace
from datetime import timedelta

import pytest

from domain.event import Refused
from domain.rights import Ownership, Rights, refuse_unfit
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
