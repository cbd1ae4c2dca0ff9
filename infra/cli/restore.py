"""`ytempire restore`: an empty home, and everything in it that a backup holds."""

import asyncio
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from infra.backup.key_file import opened
from infra.backup.outside import Outside, hold_any
from infra.backup.restore import Restored
from infra.backup.restore import restore as restored
from infra.backup.source import proven
from infra.bootstrap.anchors import BUCKET, anchors_in
from infra.bootstrap.anchors import anchors as anchors_of
from infra.cli.backup import in_sentences, progress
from infra.cli.options import AsJson
from infra.cli.output import FAILED, BadInput, facts, plainly, say, say_json
from infra.cli.output import show as on_screen
from infra.cli.passphrase import PassphraseFile, passphrase
from infra.cli.processes import settings
from processors.anchors import Anchors as AnchorsPort

From = Annotated[Path, typer.Option("--from", metavar="DIR", help="What backup --to has made.")]
Keys = Annotated[Path, typer.Option("--keys", metavar="FILE", help="What keys export has made.")]
Anchors = Annotated[
    str | None,
    typer.Option(help="Where the anchors of then are, a folder or s3://bucket; else ANCHORS."),
]


def register(app: typer.Typer) -> None:
    app.command()(plainly(restore))


def restore(
    source: From,
    keys: Keys,
    passphrase_file: PassphraseFile = None,
    anchors: Anchors = None,
    as_json: AsJson = False,
) -> None:
    """Fill an empty home from a backup, and prove it; every erasure is done again first.

    Killed half-way, it is asked for again. Exit 1 where the proof does not hold.
    """
    its = settings()
    own = anchors_of(its)
    with in_sentences():
        then = own if anchors is None else _given(anchors)
    with in_sentences(), progress() as tell:
        exported = opened(_read(keys), passphrase(passphrase_file))
        whole = proven(source, exported.keks, tell)
        found = restored(whole, exported, its, Outside(then, own), tell)
    if as_json:
        say_json(asdict(found) | {"holds": found.holds})
    else:
        _show(found)
    _warn(found)
    if not found.holds:
        raise typer.Exit(FAILED)


def _given(place: str) -> AnchorsPort:
    """Raises BadInput where nothing was ever anchored: a wrong place would undo erasures."""
    folder = None if place.startswith(BUCKET) else Path(place)
    found = anchors_in(place)
    if folder is not None and not folder.exists():
        why = "is not there"
    elif folder is not None and not folder.is_dir():
        why = "is no folder"
    elif not asyncio.run(hold_any(found)):
        why = "has neither seals nor erasures in it"
    else:
        return found
    raise BadInput(f"{place} {why}; --anchors is the folder with seals/ and erasures/ in it")


def _read(keys: Path) -> bytes:
    try:
        return keys.read_bytes()
    except OSError as refused:
        raise BadInput(f"the key file {keys} cannot be read: {refused.strerror}") from refused


def _warn(found: Restored) -> None:
    if not found.erasures_known:
        say("there are no anchors: who was erased after the backup is not known, and is back")
    if found.events_lost:
        say(f"{found.events_lost:,} events after the backup are not in it, as the anchors have it")


def _show(found: Restored) -> None:
    pairs = (
        ("position", f"{found.position:,}"),
        ("backup of", found.made_at),
        ("blobs", f"{found.blobs:,}"),
        ("erased again", len(found.erased)),
        ("replay", "equal" if found.replay["equal"] else "NOT EQUAL"),
        ("seals", f"{found.seals['seals']} hold" if found.seals["hold"] else "DO NOT HOLD"),
        ("not sealed yet", f"{found.seals['unsealed_events']:,} events"),
        ("first at fault", found.seals["first_bad"] and found.seals["first_bad"]["why"]),
    )
    on_screen(facts(pairs))
