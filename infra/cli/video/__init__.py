"""`ytempire video`: `asking` for one, `reading` it, `deciding` about it, `editing` it."""

import typer

from infra.cli.output import plainly
from infra.cli.video import (
    appeal,
    asking,
    brief,
    captions,
    deciding,
    editing,
    music,
    narration,
    preview,
    provenance,
    reading,
    taking,
    thumbnails,
)


def register(app: typer.Typer) -> None:
    video = typer.Typer(help="Videos: look, decide, change.", no_args_is_help=True)
    for command in (
        *(asking.generate, reading.show, brief.brief, reading.events, reading.costs),
        *(editing.edit, deciding.approve, deciding.reject, deciding.cancel),
        *(captions.captions, deciding.retry, deciding.publish, thumbnails.thumbnails),
        *(taking.film, taking.files, provenance.provenance, appeal.appeal_pack, preview.preview),
    ):
        video.command()(plainly(command))
    video.command("music")(plainly(music.choose_music))
    video.command("narration")(plainly(narration.choose_narration))
    video.command("list")(plainly(reading.list_videos))
    app.add_typer(video, name="video")
