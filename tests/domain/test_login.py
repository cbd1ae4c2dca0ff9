from domain import login
from domain.login import Login, LoginClaimed
from domain.sealed import Sealed
from tests.given import ACCOUNT, OTHER_ACCOUNT
from tests.story import Story

EMAIL = Sealed("s1.1.nonce.text")
CLAIMED = LoginClaimed(ACCOUNT, EMAIL)
a_login = Story(login.evolve)


def test_an_address_is_claimed() -> None:
    a_login.when(lambda it: login.claim(it, ACCOUNT, EMAIL)).then(CLAIMED)


def test_an_address_belongs_to_one_account() -> None:
    story = a_login.given(CLAIMED)
    story.when(lambda it: login.claim(it, OTHER_ACCOUNT, EMAIL)).then_refused("email-taken")


def test_a_login_knows_its_account() -> None:
    assert a_login.given(CLAIMED).state == Login(ACCOUNT)
