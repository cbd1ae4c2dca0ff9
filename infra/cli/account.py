"""`ytempire account`: what it is, whether mail reaches it, what keeps it, and its erasure."""

import time
from collections.abc import Iterator
from datetime import datetime
from typing import Annotated

import typer

from domain.account import Erasure, HoldReason
from infra.cli.client import Answer, Client, connect
from infra.cli.options import AsJson, AsOf, fresh_key
from infra.cli.output import FAILED, BadInput, Problem, facts, plainly, say, say_json, when
from infra.cli.output import show as on_screen

PATH = "/api/v1/account"
LOOK_S, WAIT_S = 0.2, 120.0
"""Between looks how far an erasure is, and how long it is waited for."""

Yes = Annotated[bool, typer.Option("--yes", help="Nobody can bring it back: say that you know.")]
Which = Annotated[
    str | None, typer.Argument(metavar="ACCOUNT", help="The account's id; else the owner's own.")
]


def register(app: typer.Typer) -> None:
    account = typer.Typer(help="The account, its address, its erasure.", no_args_is_help=True)
    for command in (show, verify, erase, hold, release):
        account.command()(plainly(command))
    app.add_typer(account, name="account")


def show(as_of: AsOf = None, as_json: AsJson = False) -> None:
    """Show the account: its address, its plan, what keeps it, how far its erasure is."""
    with connect(as_of) as client:
        found = client.get(PATH)
    if as_json:
        say_json(found)
    else:
        on_screen(facts(_about(found)))


def verify(
    code: Annotated[
        str | None, typer.Argument(metavar="CODE", help="What the mail says; else one is sent.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Verify the address that mail goes to: have a code sent there, then enter it."""
    asked = f"{PATH}/email-verification"
    with connect() as client:
        if code is None:
            answer = client.post(asked, None, fresh_key())
        else:
            answer = client.post(f"{asked}/confirm", {"code": code}, fresh_key())
        to = client.get(PATH)["letters_to"]
    if as_json:
        say_json(answer)
    elif code is None:
        say(f"a mail with a code is on its way to {to}; enter it: ytempire account verify CODE")
    else:
        say(f"{to} is verified: mail of this account reaches it")


def erase(account: Which = None, yes: Yes = False, as_json: AsJson = False) -> None:
    """Erase the account: its keys and files go for good; events and costs stay, as figures.

    Exit 1 if it is refused, or does not end within two minutes; it then goes on by itself.
    """
    with connect() as client:
        its = _own(client, account)
        if not yes:
            raise BadInput(f"{its} would be gone for good, its keys and files; add --yes")
        try:
            client.post(f"{PATH}/erasure", None, fresh_key())
        except BadInput as refused:
            raise Problem(str(refused)) from refused  # which is recorded: something was begun
        found = _ended(client)
    if as_json:
        say_json({name: found[name] for name in ("account_id", "erasure", "erasure_at")})
    else:
        say(f"{its} is erased: its keys and its files are gone")


def hold(
    reason: Annotated[HoldReason, typer.Argument(help="Why it must be kept.")],
    until: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The last day; else for good.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Keep the account from being erased, until a day or until it is released."""
    body = {"reason": reason.value, "until": until and f"{until:%Y-%m-%d}"}
    with connect() as client:
        answer = client.put(f"{PATH}/legal-hold", body, fresh_key())
    _tell(answer, "is kept and will not be erased", as_json=as_json)


def release(as_json: AsJson = False) -> None:
    """Let the account be erased again."""
    with connect() as client:
        answer = client.delete(f"{PATH}/legal-hold", fresh_key())
    _tell(answer, "may be erased again", as_json=as_json)


def _own(client: Client, account: str | None) -> str:
    """Raises BadInput for any other account: a token is one account's."""
    its = str(client.get(PATH)["account_id"])
    if account is not None and not its.startswith(account):
        raise BadInput(f"this installation's token belongs to {its}; {account} is not its to erase")
    return its


def _ended(client: Client) -> Answer:
    end_s = time.monotonic() + WAIT_S
    while (found := client.get(PATH))["erasure"] != Erasure.ERASED:
        if found["erasure"] == Erasure.FAILED:
            raise Problem(f"the erasure came to a halt: {found['erasure_why']}; ask again", FAILED)
        if time.monotonic() > end_s:
            raise Problem("the erasure has begun and goes on; `ytempire account show` says how far")
        time.sleep(LOOK_S)
    return found


def _about(found: Answer) -> Iterator[tuple[str, object]]:
    yield "account", found["account_id"]
    yield "e-mail", found["email"]
    yield "mail to", _reached(found)
    yield "role", f"{found['role']}, plan {found['plan']}"
    yield "channels", f"{found['channels']} of {found['channels_max']}"
    yield "registered", when(found["registered_at"])
    its = found["hold"]
    if its and found["erasure"] != Erasure.ERASED:
        yield "kept", f"{its['reason']}, until {its['until'] or 'it is released'}"
    if found["erasure"] != Erasure.NONE:
        yield "erasure", f"{found['erasure']}, {when(found['erasure_at'])}"
    yield "why", found["erasure_why"]


def _reached(found: Answer) -> str:
    """Where letters go; nothing where there are none."""
    if not found["letters_to"]:
        return ""
    at = found["email_verified_at"]
    verified = f"verified {when(at)}" if found["email_verified"] else "not verified"
    return f"{found['letters_to']}, {verified}"


def _tell(answer: Answer, done: str, *, as_json: bool) -> None:
    if as_json:
        say_json(answer)
    elif answer["code"] == "nothing-new":
        say("nothing new, it was so already")
    else:
        say(f"the account {done}, recorded at position {answer['position']}")
