"""A folder with a creator's own pictures and clips, each looked into before anything is begun."""

import asyncio
import re
from collections.abc import Collection, Sequence
from pathlib import Path

from adapters.images.decoding import PictureCheck
from domain.clip import ClipSound, Cut, footage
from domain.event import Refused
from domain.ids import BlobId
from domain.video.asking import PICTURES_MAX
from infra.bootstrap.clips import clip_check
from infra.cli.output import BadInput, say
from infra.settings import Making
from processors.errors import CallError

IMAGE_SUFFIXES = (".png", ".jpg", ".jpeg", ".webp", ".avif")
CLIP_SUFFIXES = (".mp4", ".m4v", ".mov", ".webm", ".mkv", ".avi", ".ts", ".gif")
PICTURES, CLIPS = "PNG, JPEG, WebP or AVIF", "MP4, MOV, WebM or MKV"
NAMED_MAX = 5
"""Entries of a folder that are named; of more it is said how many."""
SPAN = re.compile(r"(\d+(?:\.\d{1,3})?)-(\d+(?:\.\d{1,3})?)?")
CUT = re.compile(f"(.+)={SPAN.pattern}")

Cuts = tuple[tuple[Path, Cut], ...]


def visuals(folder: Path | None, its: Making) -> tuple[Path, ...]:
    """Every picture and clip of the folder by name. Raises BadInput."""
    if folder is None:
        return ()
    if not folder.exists():
        raise BadInput(f"there is no folder {folder}; --images takes one with {PICTURES}, {CLIPS}")
    if not folder.is_dir():
        raise BadInput(f"{folder} is no folder; --images takes one with {PICTURES}, {CLIPS}")
    suffixes = (*IMAGE_SUFFIXES, *CLIP_SUFFIXES)
    found = sorted(it for it in folder.iterdir() if it.suffix.lower() in suffixes and it.is_file())
    if not found:
        raise BadInput(
            f"{folder} holds no {PICTURES}, no {CLIPS}; put one in, or leave --images out"
        )
    if len(found) > PICTURES_MAX:
        raise BadInput(f"{folder} holds {len(found)} pictures; {PICTURES_MAX} are taken at most")
    for it in found:
        _check(it, its)
    return tuple(found)


def tell_left_out(folder: Path, used: Collection[Path]) -> None:
    """What lies there and is not used; hidden files are nobody's pictures."""
    others = sorted(it for it in folder.iterdir() if it not in used and it.name[0] != ".")
    named = [f"{it.name}/" if it.is_dir() else it.name for it in others]
    if named:
        more = f" and {len(named) - NAMED_MAX} more" if len(named) > NAMED_MAX else ""
        say(
            f"left out of {folder}: {', '.join(named[:NAMED_MAX])}{more};"
            f" --images takes {PICTURES}, {CLIPS}"
        )


def cuts(said: Sequence[str], sound: ClipSound, found: Sequence[Path], its: Making) -> Cuts:
    """Of every clip that is not shown whole and muted. Raises BadInput."""
    clips = {it.name: it for it in found if is_clip(it)}
    parts = dict(_part(it, sound, clips) for it in said)
    for name, cut in parts.items():
        _refuse_outside(clips[name], cut, its)
    if sound is not ClipSound.MUTED:
        parts = {name: Cut(sound=sound) for name in clips} | parts
    return tuple((clips[name], cut) for name, cut in parts.items())


def _part(said: str, sound: ClipSound, clips: dict[str, Path]) -> tuple[str, Cut]:
    read = CUT.fullmatch(said)
    if not read:
        raise BadInput(f"--cut takes NAME=FROM-TO in seconds, such as hive.mp4=2.5-8, not {said}")
    name, start, end = read.groups()
    if name not in clips:
        raise BadInput(f"there is no clip {name} among the pictures; --cut names a file of them")
    return name, _cut(start, end, sound)


def span(said: str) -> Cut:
    """What is shown of one clip, muted. Raises BadInput."""
    read = SPAN.fullmatch(said)
    if not read:
        raise BadInput(f"--cut takes FROM-TO in seconds, such as 2.5-8, not {said}")
    start, end = read.groups()
    return _cut(start, end, ClipSound.MUTED)


def _cut(start: str, end: str | None, sound: ClipSound) -> Cut:
    cut = Cut(_ms(start), _ms(end) if end else None, sound)
    try:
        cut.refuse_impossible()
    except Refused as refused:
        raise BadInput(f"{refused.sentence} ({refused.code})") from refused
    return cut


def _refuse_outside(clip: Path, cut: Cut, its: Making) -> None:
    facts = asyncio.run(clip_check(its).check(clip, clip.name))
    try:
        footage(cut, BlobId(""), clip.name, facts)
    except Refused as refused:
        raise BadInput(f"{refused.sentence} ({refused.code})") from refused


def _ms(seconds: str) -> int:
    return round(float(seconds) * 1_000)


def is_clip(path: Path) -> bool:
    return path.suffix.lower() in CLIP_SUFFIXES


def _check(path: Path, its: Making) -> None:
    try:
        if is_clip(path):
            asyncio.run(clip_check(its).check(path, path.name))
        else:
            asyncio.run(PictureCheck().check(path, path.name))
    except CallError as fault:
        raise BadInput(f"{path}: {fault.sentence}") from fault
