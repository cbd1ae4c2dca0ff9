"""The format of films, as it is said to the API and to people."""

from typing import Any

from domain.film_format import RATES_FPS, Codec, Resolution
from infra.cli.output import BadInput


def said(resolution: Resolution | None, fps: int | None, codec: Codec | None) -> dict[str, Any]:
    """What a request says of it. Raises BadInput for a rate that no film is made in."""
    if fps is not None and fps not in RATES_FPS:
        rates = ", ".join(map(str, RATES_FPS))
        raise BadInput(f"--fps takes {rates}, not {fps}")
    format = {"resolution": resolution and resolution.value, "codec": codec and codec.value}
    return {name: it for name, it in (format | {"fps": fps}).items() if it is not None}


def told(format: dict[str, Any]) -> str:
    return f"{format['resolution']} at {format['fps']} fps, {format['codec']}"
