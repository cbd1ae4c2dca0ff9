"""The other contestants' installation: MoviePy in an environment of its own, and its ffmpeg.

Made once, under `var/benchmarks/`, from the packages named here; MoviePy holds Pillow below 12,
which is why it is nowhere near ours.
"""

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from shutil import rmtree

from benchmarks.claims import NotMeasured
from benchmarks.render.processes import ROOT

PACKAGES = ("moviepy==2.2.1", "imageio-ffmpeg==0.6.0")
HOME = ROOT / "var" / "benchmarks"
MAKE_S_MAX = 300
SAID_MAX = 200


@dataclass(frozen=True, slots=True)
class Others:
    """Programs of the environment."""

    python: Path
    ffmpeg: Path


def installed() -> Others:
    """Raises NotMeasured where it cannot be made, such as without a network."""
    folder = HOME / "-".join(it.replace("==", "-") for it in PACKAGES)
    if not (folder / "made").exists():
        _make(folder)
    python = folder / "bin" / "python"
    asked = "import imageio_ffmpeg; print(imageio_ffmpeg.get_ffmpeg_exe())"
    return Others(python, Path(_said([str(python), "-c", asked]).strip()))


def _make(folder: Path) -> None:
    rmtree(folder, ignore_errors=True)
    _said([sys.executable, "-m", "venv", str(folder)])
    python = str(folder / "bin" / "python")
    _said([python, "-m", "pip", "install", "-q", "--no-input", *PACKAGES])
    (folder / "made").touch()


def _said(argv: list[str]) -> str:
    try:
        ran = subprocess.run(argv, capture_output=True, text=True, check=True, timeout=MAKE_S_MAX)
    except subprocess.CalledProcessError as fault:
        lines = [it for it in fault.stderr.splitlines() if it.startswith("ERROR")]
        why = (lines or fault.stderr.splitlines() or ["it said nothing"])[-1]
        raise NotMeasured(f"MoviePy's environment cannot be made: {why[:SAID_MAX]}") from fault
    except subprocess.TimeoutExpired as fault:
        raise NotMeasured(f"MoviePy's environment is not made in {MAKE_S_MAX} s") from fault
    return ran.stdout
