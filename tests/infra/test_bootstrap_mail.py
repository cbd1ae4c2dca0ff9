"""What an installation sends mail with, by its settings."""

from pathlib import Path

import pytest

from infra.bootstrap.foundation import foundation
from infra.bootstrap.mail import email_codes
from infra.mail.codes import EmailCodes
from infra.owner import OWNER
from infra.security.keys import read_or_make
from infra.settings import BadSettings, Settings

MAIL = {"smtp_url": "smtp://localhost", "mail_from": "us@example.org"}


async def codes(url: str, home: Path, **given: str) -> EmailCodes:
    settings = Settings.model_validate({"ytempire_home": home, "database_url": url} | given)
    async with foundation(settings) as its:
        return email_codes(settings, its)


async def test_without_mail_no_key_is_asked_for(database_url: str, tmp_path: Path) -> None:
    its = await codes(database_url, tmp_path)
    assert (its.configured, await its.address(OWNER)) == (False, None)


async def test_with_mail_the_key_of_log_ins_has_to_be_there(
    database_url: str, tmp_path: Path
) -> None:
    with pytest.raises(BadSettings, match=r"^SMTP_URL is set, and there is no .*keys/logins; copy"):
        await codes(database_url, tmp_path, **MAIL)


@pytest.mark.parametrize(
    ("more", "to"),
    [({}, "us@example.org"), ({"mail_to": "Boss@example.org"}, "Boss@example.org")],
)
async def test_the_owners_letters_go_where_the_settings_say(
    database_url: str, tmp_path: Path, more: dict[str, str], to: str
) -> None:
    keys = read_or_make(tmp_path)
    its = await codes(database_url, tmp_path, **MAIL, **more)
    address = await its.address(OWNER)
    assert address is not None
    assert (address.text, address.key) == (to, keys.login(to.lower()))
    assert to not in repr(address)
