"""Taking a video's files out, before or after it is published."""

from collections.abc import Collection
from pathlib import Path
from typing import Annotated

import typer

from infra.cli.client import Answer, Client, connect
from infra.cli.ids import video_id
from infra.cli.options import AsJson, VideoId
from infra.cli.output import BadInput, facts, say, say_json
from infra.cli.output import show as on_screen
from infra.cli.video.reading import PATH

FILM = "film.mp4"

OutFile = Annotated[
    Path | None, typer.Option("--out", help="The file to write; else film-ID.mp4 here.")
]
OutFolder = Annotated[
    Path | None, typer.Option("--out", help="The folder to write to; else a folder ID here.")
]


def film(video: VideoId, out: OutFile = None, as_json: AsJson = False) -> None:
    """Write the film into a file, so that it can be looked at before it is approved."""
    with connect() as client:
        its = video_id(client, video)
        file = out or Path(f"film-{its}.mp4")
        found = _files(client, its)
        if FILM not in found:
            stage = client.get(f"{PATH}/{its}")["stage"]
            raise BadInput(
                f"{its} is {stage} and has no film yet; `ytempire video show {its[:8]}`"
                " says how far it is"
            )
        client.save(found[FILM]["location"], file)
    told = {"video_id": its, "file": str(file), "blob": found[FILM]["blob"]}
    if as_json:
        say_json({**told, "size_bytes": found[FILM]["size_bytes"]})
    else:
        say(f"{file}: {found[FILM]['size_bytes']:,} bytes, {found[FILM]['blob']}")


def files(video: VideoId, out: OutFolder = None, as_json: AsJson = False) -> None:
    """Write every file: film, thumbnail, cover, captions, metadata, source, script."""
    with connect() as client:
        its = video_id(client, video)
        taken = save_all(client, _files(client, its).values(), folder(out or Path(its)))
    if as_json:
        say_json({"video_id": its, "files": {name: str(it) for name, it in taken.items()}})
    else:
        on_screen(facts(taken.items()))


def folder(path: Path) -> Path:
    """A folder to write to, made where it is missing. Raises BadInput."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as wrong:
        raise BadInput(
            f"{path} cannot be made a folder ({wrong.strerror}); name another"
        ) from wrong
    return path


def save_all(client: Client, found: Collection[Answer], into: Path) -> dict[str, Path]:
    """Where each file is by now, by its name: `name` and `location` are those of an answer."""
    taken = {it["name"]: into / it["name"] for it in found}
    for it in found:
        client.save(it["location"], taken[it["name"]])
    return taken


def _files(client: Client, its: str) -> dict[str, Answer]:
    return {it["name"]: it for it in client.get(f"{PATH}/{its}/files")["files"]}
