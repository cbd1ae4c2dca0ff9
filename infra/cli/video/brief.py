"""What a video is made from, and what every sentence of its script rests on."""

from collections.abc import Iterator

from infra.cli.client import Answer, connect
from infra.cli.ids import video_id
from infra.cli.options import AsJson, VideoId
from infra.cli.output import facts, say, say_json, table
from infra.cli.output import show as on_screen
from infra.cli.video.reading import PATH


def brief(video: VideoId, as_json: AsJson = False) -> None:
    """Show what a video is made from: findings, their pages, and what each sentence rests on."""
    with connect() as client:
        its = video_id(client, video)
        found = client.get(f"{PATH}/{its}/brief")
    if as_json:
        say_json({"video_id": its, **found})
        return
    on_screen(facts(_made_from(found)))
    if found["findings"]:
        rows = ((it["n"], it["text"], _numbers(it["pages"])) for it in found["findings"])
        on_screen(table(("finding", "", "read in"), rows, ("finding",)), "\nWhat was found")
        pages = ((it["n"], it["title"], it["url"]) for it in found["pages"])
        on_screen(table(("page", "", "address"), pages, ("page",)), "\nWhere it was read")
    if found["sentences"]:
        said = ((_place(it), it["text"], _rests_on(it)) for it in found["sentences"])
        on_screen(table(("scene", "is said", "rests on"), said), "\nWhat the script rests on")
    else:
        say(f"{its} has no script yet")


def _made_from(found: Answer) -> Iterator[tuple[str, object]]:
    yield "topic", found["topic"]
    yield "text", f"asset {found['source_asset']}" if found["source_asset"] else ""
    yield "brief", found["blob"]
    yield "source", found["source"] or "not there yet"


def _place(it: Answer) -> str:
    return f"{it['scene']}.{it['sentence']}"


def _rests_on(it: Answer) -> str:
    """The findings by their numbers, else the source's own words."""
    if it["findings"]:
        return f"finding {_numbers(it['findings'])}"
    return " ".join(it["rests_on"]) or "nothing that was named"


def _numbers(its: list[int]) -> str:
    return ", ".join(str(it) for it in its)
