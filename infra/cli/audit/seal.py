"""`ytempire audit seal`, `public-key` and `new-key`: seals at once, and the key that signs them."""

import asyncio

from psycopg import DatabaseError

from infra.audit.run import sealing
from infra.audit.sealer import NotAsSealed
from infra.audit.signing import SealKey, key_id, renew, seal_key, to_pem
from infra.bootstrap.anchors import anchors
from infra.bootstrap.foundation import places
from infra.cli.audit.options import Out, write
from infra.cli.database import answering, database
from infra.cli.options import AsJson
from infra.cli.output import NotRunning, Problem, say, say_json
from infra.cli.processes import settings
from infra.security.keys import BadKey
from infra.settings import Settings
from processors.errors import CallError

OVERTAKEN = "YT003"


def seal(as_json: AsJson = False) -> None:
    """Seal everything recorded so far, and anchor every seal, without waiting for a full one."""
    with database(settings()) as its, answering():
        try:
            added = asyncio.run(_sealed(its))
        except (BadKey, NotAsSealed) as wrong:
            raise Problem(str(wrong)) from wrong
        except CallError as away:
            raise NotRunning(away.sentence) from away
    if as_json:
        say_json({"added": added})
    else:
        seals = "seal" if added == 1 else "seals"
        say(f"{added} {seals} added; everything recorded is sealed and anchored")


def public_key(out: Out = None, as_json: AsJson = False) -> None:
    """Write the public key of the seals, in PEM: what an auditor keeps to trust them by."""
    found = _key()
    pem = to_pem(found.public)
    if as_json:
        say_json({"key_id": key_id(found.public), "public_key": pem.decode()})
        return
    write(out, pem)
    if out is not None:
        say(f"{out}: key {key_id(found.public)}")


def new_key(as_json: AsJson = False) -> None:
    """Sign seals with another key from now on; the one before introduces it in the next seal."""
    before = _key()
    try:
        found = renew(settings().ytempire_home)
    except BadKey as wrong:
        raise Problem(str(wrong)) from wrong
    if as_json:
        say_json({"before": key_id(before.public), "now": key_id(found.public)})
    else:
        say(f"key {key_id(found.public)} signs from now on, {key_id(before.public)} no more")


def _key() -> SealKey:
    try:
        return seal_key(settings().ytempire_home)
    except BadKey as wrong:
        raise Problem(str(wrong)) from wrong


async def _sealed(its: Settings) -> int:
    """Where the sealer that runs is faster, what it left is sealed."""
    added, home = 0, its.ytempire_home
    async with sealing(places(its).database_url, anchors(its), home, its.audit) as sealer:
        while True:
            try:
                return added + await sealer.run(at_once=True)
            except DatabaseError as refused:
                if refused.sqlstate != OVERTAKEN:
                    raise
