"""`ytempire keys rotate`: other keys, while everything runs."""

import asyncio
from collections.abc import Coroutine
from typing import Annotated, Any, TypeVar
from uuid import UUID

import typer

from commands.ports import Busy
from domain.ids import AccountId
from domain.sealed import VaultError
from infra.bootstrap.erasing import vault
from infra.bootstrap.foundation import foundation
from infra.cli.database import database
from infra.cli.options import AsJson
from infra.cli.output import BadInput, NotRunning, Problem, say, say_json
from infra.cli.processes import settings
from infra.security.keys import BadKey, kek_files
from infra.security.rotation import Rotated, Rotating, rotate_data_keys, rotate_kek
from infra.settings import Settings

Result = TypeVar("Result")

Kek = Annotated[bool, typer.Option("--kek", help="The key that wraps all others.")]
Data = Annotated[bool, typer.Option("--data", help="What values are sealed under from now on.")]
Account = Annotated[
    str | None, typer.Argument(metavar="ACCOUNT", help="With --data: this one's alone.")
]


def rotate(
    account: Account = None, kek: Kek = False, data: Data = False, as_json: AsJson = False
) -> None:
    """Change the key-encryption key (--kek), or give accounts new data keys (--data).

    Programs go on meanwhile. Cut off, it is asked for again. Export the keys afterwards.
    """
    if kek == data or (kek and account):
        raise BadInput("say --kek, or --data with or without an account")
    with database(settings()) as its:
        if kek:
            _tell_kek(_done(_kek(its)), its, as_json=as_json)
        else:
            _tell_data(_done(_data(its, account)), as_json=as_json)


async def _kek(its: Settings) -> Rotated:
    async with foundation(its) as parts:
        return await rotate_kek(parts.pool, kek_files(its.ytempire_home, its.kek_file))


async def _data(its: Settings, account: str | None) -> int:
    async with foundation(its) as parts:
        return await rotate_data_keys(vault(its, parts), _account_id(account))


def _account_id(said: str | None) -> AccountId | None:
    try:
        return None if said is None else AccountId(UUID(said))
    except ValueError:
        raise BadInput(f"{said} is no account's id; `ytempire account show` has it") from None


def _done(work: Coroutine[Any, Any, Result]) -> Result:
    try:
        return asyncio.run(work)
    except BadKey as wrong:
        raise BadInput(str(wrong)) from wrong
    except (VaultError, Rotating) as refused:
        raise Problem(str(refused)) from refused
    except Busy as away:
        raise NotRunning(str(away)) from away


def _tell_kek(found: Rotated, its: Settings, *, as_json: bool) -> None:
    if as_json:
        say_json({"kek": found.kek, "moved": found.moved, "finished": found.finished})
        return
    say(f"{found.moved} data keys were moved; all are under key-encryption key {found.kek}")
    if found.finished:
        say("export the keys again: backups from now on need the new one")
    else:
        files = kek_files(its.ytempire_home, its.kek_file)
        say(f"now put the contents of {files.next} into {files.current}, then remove the former")


def _tell_data(renewed: int, *, as_json: bool) -> None:
    if as_json:
        say_json({"renewed": renewed})
    else:
        say(f"{renewed} owners have a new data key for what is sealed from now on")
