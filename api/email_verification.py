"""Whether mail reaches an account: a code goes to its address, and is entered here."""

from typing import Annotated, Any

from fastapi import APIRouter
from pydantic import Field, StringConstraints

from api.asks import Ask, Asking
from api.errors import Problem
from api.permissions import Permission, needs
from api.schema import Body, Recorded
from commands.email_verification import AskEmailVerification, ConfirmEmail
from commands.ports import Receipt, Reused
from domain import account as domain
from domain.email_verification import Verification
from domain.event import Refused
from domain.ids import account_stream
from processors.mail import Address

router = APIRouter(prefix="/api/v1/account/email-verification", tags=["account"])

CODE = r"^[0-9A-Za-z](?:[ -]?[0-9A-Za-z]){5,7}$"


class Code(Body):
    """What the mail says; case, spaces and hyphens do not count."""

    code: Annotated[
        str,
        StringConstraints(strip_whitespace=True, max_length=20, pattern=CODE),
        Field(description="6 to 8 letters and digits: `AB2C-3D4E`."),
    ]


@router.post(
    "",
    status_code=202,
    response_model=Recorded,
    dependencies=[needs(Permission.ACCOUNT_VERIFY)],
)
async def ask_email_verification(ask: Ask) -> Any:
    """Send a mail with a code to the address that the account's letters go to."""
    to, codes = await _address(ask), ask.deps.codes
    code = await codes.draw(ask.account_id)
    asked = AskEmailVerification(ask.account_id, ask.by, to.key, code, codes.limits)
    try:
        receipt = await ask.carry_out(asked)
    except (Refused, Reused):
        await codes.forget(ask.account_id, code)
        raise
    sent = (await _verification(ask)).sent
    if sent is None or sent.code != code:  # asked for before under this key, or again since
        await codes.forget(ask.account_id, code)
    return receipt


@router.post("/confirm", response_model=Recorded, dependencies=[needs(Permission.ACCOUNT_VERIFY)])
async def confirm_email(body: Code, ask: Ask) -> Any:
    """Enter the code of the last mail; the address is verified from then on."""
    to, codes = await _address(ask), ask.deps.codes
    code = codes.digest(ask.account_id, body.code)
    command = ConfirmEmail(ask.account_id, ask.by, to.key, code, codes.limits)
    receipt = await ask.carry_out(command)
    its = await _verification(ask)
    if its.verified != to.key or code in its.refused:
        raise _wrong(receipt, codes.limits.tries - len(its.refused))
    return receipt


async def _address(ask: Asking) -> Address:
    """Where letters of whoever asks go. Raises Problem, Refused."""
    await ask.refuse_erased()
    if not ask.deps.codes.configured:
        raise Problem(
            "mail-not-configured",
            "This installation sends no mail; whoever runs it sets SMTP_URL and MAIL_FROM.",
        )
    to = await ask.deps.codes.address(ask.account_id)
    if to is None:
        raise Problem("address-missing", "This account has no address that mail could go to.")
    return to


async def _verification(ask: Asking) -> Verification:
    account = await ask.deps.ledger.state(account_stream(ask.account_id))
    return domain.must_exist(account).email


def _wrong(receipt: Receipt, left: int) -> Problem:
    more = f"{left} more may be entered" if left > 0 else "ask for another mail"
    return Problem(
        "email-code-wrong",
        f"This is not the code of the last mail; {more}.",
        param="code",
        headers={"YT-Position": str(receipt.position)},
    )
