"""What adapters that write into a folder share: on disk for good, or refused in a sentence."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from processors.errors import Unavailable

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def sync(path: Path) -> None:
    """A file's bytes, or a folder's names: a new name is on disk only once its folder is."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def plainly_refused(folder: Path, what: str, code: str) -> Iterator[None]:
    """Raises Unavailable: `disk-full`, or this code where `what` (the folder) cannot be written."""
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise Unavailable(
                f"The disk that holds {folder} is full: free some space, then try again.",
                code="disk-full",
            ) from error
        raise Unavailable(
            f"The {what} {folder} cannot be written: {error.strerror}.", code=code
        ) from error
