"""A person's changes to a video: all of one command, or none."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from domain.clip import Cut
from infra.cli.client import Client, connect
from infra.cli.demo.visuals import is_clip, span
from infra.cli.ids import video_id
from infra.cli.options import AsJson, MadeForKids, PaidPromotion, Realistic, VideoId, fresh_key
from infra.cli.output import BadInput
from infra.cli.video.deciding import tell
from infra.cli.video.reading import PATH

NewTitle = Annotated[str | None, typer.Option(help="Another title.")]
NewDescription = Annotated[str | None, typer.Option(help="Another description.")]
NewTags = Annotated[list[str] | None, typer.Option("--tag", help="Once a tag; they replace all.")]
SceneNumber = Annotated[int | None, typer.Option(min=1, help="Which scene, counted from 1.")]
SceneText = Annotated[Path | None, typer.Option(help="What that scene says: a text file.")]
ScenePicture = Annotated[Path | None, typer.Option(help="Another picture or clip for that scene.")]
SceneCut = Annotated[
    str | None, typer.Option("--cut", metavar="FROM-TO", help="What is shown of a clip, seconds.")
]
Thumbnail = Annotated[Path | None, typer.Option(help="Your own thumbnail, a JPEG.")]
ThumbnailVariant = Annotated[
    int | None, typer.Option(min=1, max=3, help="Which of those that `video thumbnails` lists.")
]


def edit(
    video: VideoId,
    title: NewTitle = None,
    description: NewDescription = None,
    tag: NewTags = None,
    scene: SceneNumber = None,
    text: SceneText = None,
    picture: ScenePicture = None,
    cut: SceneCut = None,
    thumbnail: Thumbnail = None,
    thumbnail_variant: ThumbnailVariant = None,
    made_for_kids: MadeForKids = None,
    realistic: Realistic = None,
    paid_promotion: PaidPromotion = None,
    as_json: AsJson = False,
) -> None:
    """Change a video; only what hangs on it is made again, and any approval is void."""
    if (scene is None) != (text is None and picture is None):
        raise BadInput("--scene says which scene --text or --picture is for: name both")
    if thumbnail is not None and thumbnail_variant is not None:
        raise BadInput("--thumbnail and --thumbnail-variant both choose the thumbnail: name one")
    part = _part(picture, cut)
    files = [it for it in (text, picture, thumbnail) if it is not None]
    for missing in (it for it in files if not it.is_file()):
        raise BadInput(f"there is no file {missing}")
    changes: dict[str, Any] = {"title": title, "description": description, "tags": tag or None}
    changes["thumbnail_variant"] = thumbnail_variant
    changes |= decided(made_for_kids, realistic, paid_promotion)
    with connect() as client:
        its = video_id(client, video)
        if scene is not None and text is not None:
            changes["script"] = [{"scene": scene, "sentences": _said(client, its, text)}]
        if scene is not None and picture is not None:
            shown = {"cut": asdict(part)} if part is not None else {}
            changes["pictures"] = [{"scene": scene, "asset_id": _asset(client, picture), **shown}]
        if thumbnail is not None:
            changes["thumbnail_asset_id"] = _asset(client, thumbnail)
        body = {name: it for name, it in changes.items() if it is not None}
        answer = client.put(f"{PATH}/{its}", body, fresh_key())
    tell(its, "changed", answer, as_json=as_json)


def decided(
    made_for_kids: bool | None, realistic: bool | None, paid_promotion: bool | None
) -> dict[str, Any]:
    """Of what only a person can know, what was said."""
    said = {
        "audience": ("made_for_kids", made_for_kids),
        "disclosure": ("realistic", realistic),
        "paid_promotion": ("included", paid_promotion),
    }
    return {name: {field: it} for name, (field, it) in said.items() if it is not None}


def _part(picture: Path | None, cut: str | None) -> Cut | None:
    if cut is None:
        return None
    if picture is None or not is_clip(picture):
        raise BadInput("--cut says what is shown of a clip: name it with --scene and --picture")
    return span(cut)


def _asset(client: Client, file: Path) -> str:
    return str(client.upload(file, file.name)["asset_id"])


def _said(client: Client, its: str, file: Path) -> list[str]:
    """The sentences of a text, split as the video's language ends them."""
    try:
        text = " ".join(file.read_text(encoding="utf-8-sig").split())
    except UnicodeDecodeError as wrong:
        raise BadInput(f"{file} is not UTF-8; save it so") from wrong
    if not text:
        raise BadInput(f"{file} is empty; a scene says at least one sentence")
    from adapters.script.language import language  # noqa: PLC0415 - word lists, for this alone
    from adapters.script.sentences import split  # noqa: PLC0415 - the same

    return split(text, language(client.get(f"{PATH}/{its}")["language"]))
