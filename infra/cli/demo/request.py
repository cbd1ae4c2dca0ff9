"""What a demo is asked for, checked before anything is started."""

import asyncio
import os
from dataclasses import dataclass
from pathlib import Path

from adapters.images.decoding import PictureCheck
from domain.brief import SECONDS_MAX, SECONDS_MIN, Aspect
from domain.event import Refused
from domain.source import check_source
from domain.video.asking import PICTURES_MAX
from infra.cli.output import BadInput
from infra.home import Home
from infra.settings import Settings
from processors.errors import CallError

IMAGE_SUFFIXES = (".png", ".jpg", ".jpeg", ".webp")
TEXT_MAX_BYTES = 4 * 2**20


@dataclass(frozen=True, slots=True)
class Asked:
    """The options as they were typed."""

    source: Path
    aspect: str
    seconds: int
    language: str
    images: Path | None
    out: Path | None


@dataclass(frozen=True, slots=True)
class DemoRequest:
    source: Path
    aspect: Aspect
    seconds: int
    language: str
    images: tuple[Path, ...]
    out: Path


def checked(its: Settings, asked: Asked) -> DemoRequest:
    """Raises BadInput: one sentence, before anything is begun."""
    _check_text(asked.source)
    if not SECONDS_MIN <= asked.seconds <= SECONDS_MAX:
        raise BadInput(f"--seconds takes {SECONDS_MIN} to {SECONDS_MAX}, not {asked.seconds}")
    aspect, pictures = _aspect(asked.aspect), _pictures(asked.images)
    out = _writable(asked.out or its.ytempire_home / "demo", its.making.free_bytes)
    return DemoRequest(asked.source, aspect, asked.seconds, asked.language, pictures, out)


def _check_text(source: Path) -> None:
    if not source.exists():
        raise BadInput(f"there is no file {source}; --source takes a text of 40 words or more")
    if not source.is_file():
        raise BadInput(f"{source} is a folder; --source takes one text file")
    if source.stat().st_size > TEXT_MAX_BYTES:
        size = source.stat().st_size
        raise BadInput(f"{source} has {size:,} bytes; a source has {TEXT_MAX_BYTES:,} at most")
    try:
        check_source(source.read_bytes(), source.name)
    except Refused as refused:
        raise BadInput(f"{refused.sentence} ({refused.code})") from refused
    except PermissionError as closed:
        raise BadInput(f"{source} cannot be read; allow it, or name another file") from closed


def _aspect(aspect: str) -> Aspect:
    try:
        return Aspect(aspect)
    except ValueError:
        known = ", ".join(Aspect)
        raise BadInput(f"there is no aspect {aspect}; --aspect takes {known}") from None


def _pictures(folder: Path | None) -> tuple[Path, ...]:
    """Every picture of the folder by name, each decoded once."""
    if folder is None:
        return ()
    if not folder.is_dir():
        raise BadInput(f"there is no folder {folder}; --images takes one with PNG, JPEG or WebP")
    found = sorted(it for it in folder.iterdir() if it.suffix.lower() in IMAGE_SUFFIXES)
    if not found:
        raise BadInput(f"{folder} holds no PNG, JPEG or WebP; put one in, or leave --images out")
    if len(found) > PICTURES_MAX:
        raise BadInput(f"{folder} holds {len(found)} pictures; {PICTURES_MAX} are taken at most")
    for it in found:
        _check_picture(it)
    return tuple(found)


def _check_picture(path: Path) -> None:
    try:
        asyncio.run(PictureCheck().check(path))
    except CallError as fault:
        raise BadInput(f"{path}: {fault.sentence}") from fault


def _writable(out: Path, free_bytes: int) -> Path:
    try:
        out.mkdir(parents=True, exist_ok=True)
        probe = out / f".ytempire-{os.getpid()}"
        probe.touch()
        probe.unlink()
    except OSError as closed:
        raise BadInput(f"{out} cannot be written ({closed.strerror}); name another --out") from None
    free = Home(out).free_bytes()
    if free < free_bytes:
        raise BadInput(f"{out} has {free:,} bytes free; a film needs {free_bytes:,} to begin with")
    return out
