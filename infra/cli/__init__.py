"""The one command, `ytempire`: its sub-commands in a file each, put together in `ytempire`."""

import errno
import os
import sys

_FAILED, _INTERRUPTED = 1, 130
_UNWRITABLE = (errno.EPIPE, errno.ENOSPC, errno.EBADF, errno.EIO)


def main() -> None:
    """The command from its first import on: Ctrl-C and a closed output end it with a sentence."""
    try:
        try:
            from infra.cli.ytempire import app  # noqa: PLC0415 - Ctrl-C may come while it is read

            app()
        finally:
            if sys.__stdout__ is not None:  # it may be closed from the start
                sys.__stdout__.flush()
    except KeyboardInterrupt:
        _end("stopped by Ctrl-C", _INTERRUPTED)
    except OSError as closed:
        if closed.errno not in _UNWRITABLE:
            raise
        if sys.__stdout__ is not None:
            os.dup2(
                os.open(os.devnull, os.O_WRONLY), sys.__stdout__.fileno()
            )  # flushed at the exit
        _end(f"the output cannot be written ({closed.strerror})", _FAILED)


def _end(sentence: str, exit_code: int) -> None:
    sys.stderr.write(f"ytempire: {sentence}\n")
    raise SystemExit(exit_code) from None
