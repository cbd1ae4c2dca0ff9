"""What each spoken sentence rests on: the source's sentences, and the findings that say them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from domain.research import Finding
from domain.script import Scene, Script


@dataclass(frozen=True, slots=True)
class Grounds:
    """Of one sentence: its scene and its place there, both from 1.

    `rests_on` are sentences of the source, word for word; `findings` those of the brief that say
    them, from 1. Both are empty where nobody said what it rests on.
    """

    scene: int
    sentence: int
    text: str
    rests_on: tuple[str, ...]
    findings: tuple[int, ...]


def grounds(script: Script, source: str, findings: Sequence[Finding] = ()) -> Iterator[Grounds]:
    """Every spoken sentence, in order. One that stands in the source rests on itself."""
    its = _plain(source)
    for scene_n, scene in enumerate(script.scenes, start=1):
        for n, text in enumerate(scene.sentences, start=1):
            rests_on = _cited(scene, n) or ((text,) if _plain(text) in its else ())
            yield Grounds(scene_n, n, text, rests_on, tuple(_saying(findings, rests_on)))


def _cited(scene: Scene, sentence: int) -> tuple[str, ...]:
    return scene.sources[sentence - 1] if sentence <= len(scene.sources) else ()


def _saying(findings: Sequence[Finding], cited: Sequence[str]) -> Iterator[int]:
    """A finding may be several sentences, and a sentence of the source several findings."""
    plain = [_plain(it) for it in cited]
    for n, finding in enumerate(findings, start=1):
        said = _plain(finding.text)
        if any(it in said or said in it for it in plain):
            yield n


def _plain(text: str) -> str:
    return " ".join(text.split())
