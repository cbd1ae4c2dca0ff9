"""What a demo is asked for, checked before anything is started."""

import os
import re
from dataclasses import dataclass
from pathlib import Path
from shutil import disk_usage

from adapters.voice.espeak_voices import refuse_unspoken
from api.schema import LANGUAGE
from domain.brief import SECONDS_MAX, SECONDS_MIN, Aspect
from domain.clip import ClipSound
from domain.event import Refused
from domain.hidden_characters import complaint
from domain.research import TOPIC_MAX
from domain.source import check_source
from infra.cli.demo.visuals import Cuts, cuts, tell_left_out, visuals
from infra.cli.output import BadInput
from infra.settings import Settings
from processors.errors import CallError

TEXT_MAX_BYTES = 4 * 2**20


@dataclass(frozen=True, slots=True)
class Asked:
    """The options as they were typed: a text, or a topic."""

    source: Path | None
    aspect: str
    seconds: int
    language: str
    images: Path | None
    out: Path | None
    cuts: list[str] | None = None
    clip_sound: ClipSound = ClipSound.MUTED
    topic: str = ""


@dataclass(frozen=True, slots=True)
class DemoRequest:
    source: Path | None
    aspect: Aspect
    seconds: int
    language: str
    images: tuple[Path, ...]
    out: Path
    cuts: Cuts = ()
    topic: str = ""


def checked(its: Settings, asked: Asked) -> DemoRequest:
    """Raises BadInput: one sentence, before anything is begun."""
    topic = _topic(asked)
    _check_language(_text(asked.source) if asked.source else "", asked.language)
    if not SECONDS_MIN <= asked.seconds <= SECONDS_MAX:
        raise BadInput(f"--seconds takes {SECONDS_MIN} to {SECONDS_MAX}, not {asked.seconds}")
    aspect, pictures = _aspect(asked.aspect), visuals(asked.images, its.making)
    parts = cuts(asked.cuts or (), asked.clip_sound, pictures, its.making)
    out = asked.out or its.ytempire_home / "demo"
    _check_places(out, its)
    if asked.images is not None:
        text = (asked.images / asked.source.name,) if asked.source else ()
        tell_left_out(asked.images, (*pictures, *text))
    given = (asked.source, aspect, asked.seconds, asked.language, pictures, out, parts)
    return DemoRequest(*given, topic)


def _topic(asked: Asked) -> str:
    """As it is sent; nothing where a text is given."""
    topic = asked.topic.strip()
    refuse_not_one(asked.source, topic)
    hidden = complaint(topic)
    if hidden:
        raise BadInput(f"--topic {hidden} (hidden-character)")
    if len(topic) > TOPIC_MAX:
        raise BadInput(f"--topic takes {TOPIC_MAX} characters at most, not {len(topic)}")
    return topic


def refuse_not_one(source: Path | None, topic: str) -> None:
    """Raises BadInput where neither is given, or both."""
    if (source is None) != bool(topic.strip()):
        raise BadInput("give a text or a --topic to find out about, one of both")


def _text(source: Path) -> str:
    if not source.exists():
        raise BadInput(f"there is no file {source}; --source takes a text of 40 words or more")
    if not source.is_file():
        raise BadInput(f"{source} is a folder; --source takes one text file")
    if source.stat().st_size > TEXT_MAX_BYTES:
        size = source.stat().st_size
        raise BadInput(f"{source} has {size:,} bytes; a source has {TEXT_MAX_BYTES:,} at most")
    try:
        return check_source(source.read_bytes(), source.name)
    except Refused as refused:
        raise BadInput(f"{refused.sentence} ({refused.code})") from refused
    except PermissionError as closed:
        raise BadInput(f"{source} cannot be read; allow it, or name another file") from closed


def _check_language(text: str, language: str) -> None:
    try:
        refuse_unspoken(text, language)
    except CallError as fault:
        raise BadInput(fault.sentence) from fault
    if not re.fullmatch(LANGUAGE, language):
        raise BadInput(f"--language takes a tag such as en or pt-BR, not {language}")


def _aspect(aspect: str) -> Aspect:
    try:
        return Aspect(aspect)
    except ValueError:
        known = ", ".join(Aspect)
        raise BadInput(f"there is no aspect {aspect}; --aspect takes {known}") from None


def _check_places(out: Path, its: Settings) -> None:
    """Raises BadInput where nothing can be written, or too little; then no folder is left."""
    made = [it for it in (out, *out.parents) if not it.exists()]
    _refuse_unwritable(out)
    try:
        for folder in (out, its.ytempire_home):
            _refuse_full(folder, its.making.free_bytes)
    except BadInput:
        for it in made:
            it.rmdir()
        raise


def _refuse_full(folder: Path, free_bytes: int) -> None:
    there = next(it for it in (folder.absolute(), *folder.absolute().parents) if it.exists())
    free = disk_usage(there).free
    if free < free_bytes:
        sentence = f"{folder} has {free:,} bytes free; a film needs {free_bytes:,} to begin with"
        raise BadInput(sentence)


def _refuse_unwritable(out: Path) -> None:
    try:
        out.mkdir(parents=True, exist_ok=True)
        probe = out / f".ytempire-{os.getpid()}"
        probe.touch()
        probe.unlink()
    except OSError as closed:
        raise BadInput(f"{out} cannot be written ({closed.strerror}); name another --out") from None
