"""`ytempire restore`: an empty home, and everything in it that a backup holds."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from infra.backup.key_file import opened
from infra.backup.outside import Outside
from infra.backup.restore import Restored
from infra.backup.restore import restore as restored
from infra.backup.source import proven
from infra.bootstrap.anchors import anchors as anchors_of
from infra.bootstrap.anchors import anchors_in
from infra.cli.backup import in_sentences, progress
from infra.cli.options import AsJson
from infra.cli.output import FAILED, facts, plainly, say_json
from infra.cli.output import show as on_screen
from infra.cli.passphrase import PassphraseFile, passphrase
from infra.cli.processes import settings

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
    with in_sentences(), progress() as tell:
        exported = opened(keys.read_bytes(), passphrase(passphrase_file))
        whole = proven(source, exported.keks, tell)
        outside = Outside(own if anchors is None else anchors_in(anchors), own)
        found = restored(whole, exported, its, outside, tell)
    if as_json:
        say_json(asdict(found) | {"holds": found.holds})
    else:
        _show(found)
    if not found.holds:
        raise typer.Exit(FAILED)


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
