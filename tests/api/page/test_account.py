import pytest

from tests.api.addressed import addressed, code_of
from tests.api.page.browser import PHONE
from tests.api.page.conftest import Showing
from tests.domain.video.history import INSPECTED

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_an_address_is_verified_by_the_code_of_a_mail(showing: Showing) -> None:
    shown = await showing(INSPECTED)
    await addressed(shown.api)
    tab = await shown.opens("/account")
    await tab.shows("me@example.com, not verified")
    await tab.press("button", "Verify the address")
    await tab.press("button", "Send a code")
    await tab.fill("textbox", "Code", "WWWW-WWWW")
    await tab.press("button", "Verify")
    await tab.shows("This is not the code of the last mail; 4 more may be entered.")
    await tab.fill("textbox", "Code", await code_of(shown.api))
    await tab.press("button", "Verify")
    await tab.shows("me@example.com, verified")
    assert not await tab.finds("button", "Verify the address")


async def test_who_signs_out_on_a_phone_is_asked_for_a_token(showing: Showing) -> None:
    tab = await (await showing(INSPECTED)).opens("/account", PHONE)
    await tab.press("button", "Sign out")
    await tab.shows("Owner’s token")
