"""The thumbnails that a video may be shown with."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from infra.cli.client import Answer, connect
from infra.cli.ids import video_id
from infra.cli.options import AsJson, VideoId
from infra.cli.output import facts, say, say_json, show, table
from infra.cli.video.reading import PATH
from infra.cli.video.taking import folder, save_all

NAMES = {"wide": "thumbnail-{}.jpg", "tall": "cover-{}.jpg"}

SavedTo = Annotated[
    Path | None, typer.Option("--out", help="A folder to save them to, wide and tall.")
]


def thumbnails(video: VideoId, out: SavedTo = None, as_json: AsJson = False) -> None:
    """List the thumbnails that were made; `video edit --thumbnail-variant` chooses one.

    Each is wide (16:9) and tall (a 9:16 cover); --out saves them all.
    """
    with connect() as client:
        its = video_id(client, video)
        found = client.get(f"{PATH}/{its}/thumbnails")["thumbnails"]
        if out is not None:
            taken = save_all(client, [*_pictures(found)], folder(out))
            found = [{**it, **_saved(it["variant"], taken)} for it in found]
    if as_json:
        say_json({"video_id": its, "thumbnails": found})
    elif not found:
        say(f"{its} has no thumbnails to choose from")
    else:
        rows = (
            (
                it["variant"],
                "yes" if it["chosen"] else "",
                it["layout"],
                it["words"],
                f"{it['contrast']:.1f}",
                it["capital_px"],
            )
            for it in found
        )
        numbers = ("variant", "contrast", "capital px")
        headings = ("variant", "chosen", "layout", "words", "contrast", "capital px")
        show(table(headings, rows, numbers))
        show(facts(_places(found)), "\nPictures")


def _pictures(found: list[Answer]) -> Iterator[Answer]:
    for it in found:
        for shape, name in NAMES.items():
            location = it[f"{shape}_location"]
            yield {"name": name.format(it["variant"]), "location": location}


def _saved(variant: int, taken: dict[str, Path]) -> dict[str, str]:
    return {f"{shape}_file": str(taken[name.format(variant)]) for shape, name in NAMES.items()}


def _places(found: list[Answer]) -> Iterator[tuple[str, object]]:
    """The files that were saved, else where the API has them."""
    for it in found:
        for shape in NAMES:
            place = it.get(f"{shape}_file") or it[f"{shape}_location"]
            yield f"{it['variant']} {shape}", place
