"""What `make` does on a clone whose first set-up was interrupted."""

import shutil
import subprocess
from pathlib import Path

MAKEFILE = Path(__file__).parents[2] / "Makefile"
MAKES = """#!/bin/bash
if [ "$2" = venv ]; then
    mkdir -p "$3/bin" && cp "$0" "$3/bin/python" && cp /bin/true "$3/bin/uv"
fi
"""


def program(file: Path, text: str) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)
    file.chmod(0o755)
    return file


def test_a_venv_without_pip_is_made_again(tmp_path: Path) -> None:
    shutil.copy(MAKEFILE, tmp_path)
    (tmp_path / "requirements.lock").touch()
    program(tmp_path / ".venv" / "bin" / "python", "#!/bin/bash\nexit 1\n")
    python = program(tmp_path / "python", MAKES)
    argv = ["make", f"PYTHON={python}", ".venv/.ok"]
    made = subprocess.run(argv, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert made.returncode == 0, made.stderr
    assert (tmp_path / ".venv" / "bin" / "python").read_text() == MAKES
