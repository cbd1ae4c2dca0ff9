"""The look of a channel's films, as it is said to the API and to people."""

from collections.abc import Iterable
from dataclasses import fields
from pathlib import Path
from typing import Annotated, Any
from uuid import UUID

import typer

from domain.caption_look import CaptionFont
from domain.scene.look import OwnColours, ThemeName
from infra.cli.channel_told import PATH, tell
from infra.cli.client import Client, connect
from infra.cli.demo.visuals import IMAGE_SUFFIXES
from infra.cli.ids import channel_id
from infra.cli.options import AsJson, ChannelId, fresh_key
from infra.cli.output import BadInput

COLOURS = tuple(it.name for it in fields(OwnColours))


def look(
    channel: ChannelId,
    theme: Annotated[ThemeName | None, typer.Option(help="Of cards.")] = None,
    colour: Annotated[
        list[str] | None, typer.Option(help="NAME=#rrggbb instead of the theme's; again for more.")
    ] = None,
    font: Annotated[CaptionFont | None, typer.Option(help="Of Latin letters.")] = None,
    logo: Annotated[
        str | None, typer.Option(metavar="FILE", help="A picture; or the asset of one sent before.")
    ] = None,
    no_logo: Annotated[bool, typer.Option("--no-logo", help="Take the logo away.")] = False,
    lower_third: Annotated[
        str | None, typer.Option(help="What stands under the channel's name; '' for none.")
    ] = None,
    end_card: Annotated[str | None, typer.Option(help="Closing words; '' for no end card.")] = None,
    end_card_seconds: Annotated[
        int | None, typer.Option(help="How long it stands, 5 to 20.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Decide how a channel's films look; what is not said stays as it was."""
    body = said(
        colour or (),
        theme=theme,
        font=font,
        logo=logo,
        logo_removed=no_logo,
        lower_third=lower_third,
        end_card=end_card,
        end_card_s=end_card_seconds,
    )
    with connect() as client:
        its = channel_id(client, channel)
        if logo is not None:
            body["logo"] = _asset(client, logo)
        answer = client.put(f"{PATH}/{its}/look", body, fresh_key())
    tell(its, "decided", answer, as_json=as_json)


def said(colours: Iterable[str], **asked: object) -> dict[str, Any]:
    """What a request says of a look. Raises BadInput where it says nothing."""
    body = {name: it for name, it in asked.items() if it is not None and it is not False}
    own = dict(_colour(it) for it in colours)
    if own:
        body["colours"] = own
    if not body:
        raise BadInput("nothing is said of the look: add --theme, or what is to change")
    return body


def _asset(client: Client, logo: str) -> str:
    """Of a file that is uploaded for it, or was before. Raises BadInput."""
    file = Path(logo)
    if file.is_file():
        if file.suffix.lower() not in IMAGE_SUFFIXES:
            kinds = ", ".join(IMAGE_SUFFIXES)
            raise BadInput(f"{file.name} is no picture that can be a logo; take one of {kinds}")
        return str(client.upload(file, file.name)["asset_id"])
    try:
        return str(UUID(logo))
    except ValueError:
        raise BadInput(f"there is no file {logo}; --logo takes a picture, such as a PNG") from None


def _colour(written: str) -> tuple[str, str]:
    name, _, value = written.partition("=")
    name = name.replace("-", "_")
    if name not in COLOURS or not value:
        raise BadInput(
            f"a colour is written NAME=#rrggbb with a name of {', '.join(COLOURS)}, not {written!r}"
        )
    return name, value


def told(look: dict[str, Any] | None) -> str:
    if look is None:
        return "night"
    own = [name for name, it in look["colours"].items() if it]
    parts = [
        str(look["theme"]),
        f"own {', '.join(own)}" if own else "",
        str(look["font"]),
        "logo" if look["logo"] else "",
        f"lower third “{look['lower_third']}”" if look["lower_third"] else "",
        f"end card “{look['end_card']}”, {look['end_card_s']} s" if look["end_card"] else "",
    ]
    return "; ".join(it for it in parts if it)
