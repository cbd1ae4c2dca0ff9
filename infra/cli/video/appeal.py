"""All that shows how a video came about, in one archive."""

from hashlib import sha256
from pathlib import Path
from typing import Annotated

import typer

from infra.cli.audit.options import write
from infra.cli.client import connect
from infra.cli.ids import video_id
from infra.cli.options import AsJson, VideoId
from infra.cli.output import BadInput, say, say_json
from infra.cli.video.reading import PATH


def appeal_pack(
    video: VideoId,
    to: Annotated[Path | None, typer.Option(help="Where to; else appeal-ID.zip here.")] = None,
    as_json: AsJson = False,
) -> None:
    """Write sources, licences, models, edits, approver, costs and proofs into one archive."""
    with connect() as client:
        its = video_id(client, video)
        file = to or Path(f"appeal-{its}.zip")
        if file.exists():
            raise BadInput(f"{file} is there already; name another with --to")
        packed = client.read_file(f"{PATH}/{its}/appeal-pack")
    write(file, packed)
    digest = sha256(packed).hexdigest()
    if as_json:
        size = len(packed)
        say_json({"video_id": its, "file": str(file), "sha256": digest, "size_bytes": size})
    else:
        say(f"{file}: {len(packed):,} bytes, sha256 {digest}")
