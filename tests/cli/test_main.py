"""The command as a process: however it is cut short, it ends with a sentence."""

import os
import subprocess
import sys
from pathlib import Path
from textwrap import dedent

ARGV = (sys.executable, "-m", "infra.cli", "version")


def ended(code: str) -> subprocess.CompletedProcess[str]:
    argv = (sys.executable, "-c", dedent(code))
    return subprocess.run(argv, capture_output=True, text=True, check=False)


def test_a_full_output_is_a_sentence() -> None:
    with Path("/dev/full").open("w") as full:
        ran = subprocess.run(ARGV, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert ran.returncode == 1
    assert ran.stderr == ("ytempire: the output cannot be written (No space left on device)\n")


def test_a_reader_that_has_left_gets_no_trace() -> None:
    read, write = os.pipe()
    os.close(read)
    ran = subprocess.run(ARGV, stdout=write, stderr=subprocess.PIPE, text=True, check=False)
    os.close(write)
    assert ran.returncode == 1
    assert "Traceback" not in ran.stderr


def test_an_output_that_was_never_open_is_no_fault() -> None:
    ran = ended(f"""
        import os, sys
        os.close(1)
        os.execv(sys.executable, {list(ARGV)})
    """)
    assert (ran.returncode, ran.stderr) == (0, "")


def test_ctrl_c_while_it_is_read_is_a_sentence() -> None:
    ran = ended("""
        import builtins, signal
        import infra.cli
        whole = builtins.__import__
        def interrupted(name, *args, **kwargs):
            if name == "typer":
                signal.raise_signal(signal.SIGINT)
            return whole(name, *args, **kwargs)
        builtins.__import__ = interrupted
        infra.cli.main()
    """)
    assert (ran.returncode, ran.stderr) == (130, "ytempire: stopped by Ctrl-C\n")
