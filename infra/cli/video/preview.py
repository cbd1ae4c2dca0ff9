"""A preview of the film that a video would be: made in seconds, kept where one likes."""

import time
from pathlib import Path
from typing import Annotated

import typer

from infra.cli.audit.options import write
from infra.cli.client import Answer, Client, connect
from infra.cli.ids import video_id
from infra.cli.options import AsJson, VideoId, fresh_key
from infra.cli.output import BadInput, Problem, say, say_json
from infra.cli.video.reading import PATH

POLL_S = 0.3
WAIT_S = 600.0


def preview(
    video: VideoId,
    out: Annotated[Path | None, typer.Option(help="Where the MP4 goes; else it is named.")] = None,
    as_json: AsJson = False,
) -> None:
    """Make the film as it would be now in a quarter of the pixels; it is never published."""
    if out is not None and (out.is_dir() or not out.parent.is_dir()):
        raise BadInput(f"{out} cannot be written: name a file in a folder that is there")
    with connect() as client:
        its = video_id(client, video)
        client.post(f"{PATH}/{its}/preview", None, fresh_key())
        made = _made(client, its)
        location = f"{PATH}/{its}/files/preview.mp4"
        if out is not None:
            write(out, client.read_file(location))
    if as_json:
        say_json({"video_id": its, **made, "location": location, "out": out and str(out)})
    else:
        say(f"{made['width']}×{made['height']}: {out or location}")


def _made(client: Client, its: str) -> Answer:
    """The preview once it is there. Raises Problem where it came to nothing, or takes too long."""
    until_s = time.monotonic() + WAIT_S
    while time.monotonic() < until_s:
        found: Answer = client.get(f"{PATH}/{its}")["preview"]
        if found["state"] == "failed":
            raise Problem(f"no preview was made: {found['failure']}")
        if found["state"] == "made":
            return found
        time.sleep(POLL_S)
    raise Problem(f"no preview was made in {WAIT_S:g} s; `ytempire video show {its}` says more")
