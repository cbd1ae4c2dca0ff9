"""The thumbnails that a video may be shown with."""

from infra.cli.client import connect
from infra.cli.ids import video_id
from infra.cli.options import AsJson, VideoId
from infra.cli.output import say, say_json, show, table
from infra.cli.video.reading import PATH


def thumbnails(video: VideoId, as_json: AsJson = False) -> None:
    """List the thumbnails that were made; `video edit --thumbnail-variant` chooses one."""
    with connect() as client:
        its = video_id(client, video)
        found = client.get(f"{PATH}/{its}/thumbnails")["thumbnails"]
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
