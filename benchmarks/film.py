"""How long a film takes: the whole demo, and rendering alone, at the default settings.

Wall-clock figures of a machine that may be shared: the best of the runs is what the machine
can do, and every run is written down.
"""

import json
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.report import Goal, write

RUNS = 2
SECONDS = 45
ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "docs" / "samples" / "octopus.md"
TIMEOUT_S = 600


def main() -> None:
    runs = [_run() for _ in range(RUNS)]
    whole = [wall_s for wall_s, _ in runs]
    rates = [told["render_fps"] for _, told in runs]
    first = runs[0][1]
    goals = {
        "F1": Goal(
            "`ytempire demo`, everything installed, servers started and stopped",
            round(min(whole), 1),
            90,
            "s",
            at_most=True,
        ),
        "F2": Goal("frames rendered a second, 1080p", max(rates), 30, "fps", at_most=False),
        "F3": Goal(
            "loudness off −14 LUFS", round(abs(first["lufs"] + 14), 2), 0.5, "LU", at_most=True
        ),
    }
    settings = {
        "film": f"{first['duration_s']:.1f} s of {first['width']}×{first['height']}",
        "runs": RUNS,
        "whole_s": " / ".join(f"{it:.1f}" for it in whole),
        "render_fps": " / ".join(f"{it:.1f}" for it in rates),
    }
    write("film", goals, settings)


def _run() -> tuple[float, dict[str, float]]:
    """One demo in a home of its own, so that no segment is reused."""
    with TemporaryDirectory(prefix="bench-") as home:
        argv = [sys.executable, "-m", "infra.cli", "demo", "--json", "--source", str(SOURCE)]
        argv += ["--seconds", str(SECONDS), "--out", f"{home}/out"]
        begun = time.monotonic()
        done = subprocess.run(
            argv,
            cwd=ROOT,
            env={"PATH": "/usr/bin:/bin", "YTEMPIRE_HOME": f"{home}/home"},
            capture_output=True,
            check=True,
            timeout=TIMEOUT_S,
        )
        wall_s = time.monotonic() - begun
        told: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
        return wall_s, told


if __name__ == "__main__":
    main()
