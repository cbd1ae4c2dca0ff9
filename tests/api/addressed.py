"""An account with an address, and the codes that are sent there."""

from domain.ids import account_stream, login_stream
from domain.login import LoginClaimed
from infra.mail.codes import EmailCodes
from tests.api.serving import Api
from tests.given import ACCOUNT, LOGIN, because
from tests.infra.histories import Record

ME, LOGGED = account_stream(ACCOUNT), login_stream(LOGIN)


async def addressed(api: Api) -> None:
    """The account gets an address, sealed."""
    deps = api.deps
    email = await deps.vault.seal(ME, LOGGED, "email", "me@example.com")
    claimed = Record(((LOGGED, LoginClaimed(ACCOUNT, email)),))
    receipt = await deps.ledger.carry_out(claimed, because(7_002))
    await api.get("/api/v1/account", **{"YT-Position": str(receipt.position)})


async def code_of(api: Api) -> str:
    """What the mail says."""
    codes = api.deps.codes
    assert isinstance(codes, EmailCodes)
    its = (await api.deps.ledger.state(ME)).email.sent
    code = await codes.drawn(ACCOUNT, its.code)
    assert code is not None
    return code
