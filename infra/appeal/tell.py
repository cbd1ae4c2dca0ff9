"""What was gathered, said in documents: each a JSON object, made of events alone."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict
from types import MappingProxyType
from typing import Any

from domain.asset import AssetUploaded, RightsDecided
from domain.call import CallEvent, CallIntended
from domain.channel import AutoPublishGranted, DefaultsDecided
from domain.event import Recorded
from domain.ids import StreamId, kind_of
from domain.prices import PricedLine
from domain.video.changes import DecidedChange
from domain.video.events import (
    ChangeEvent,
    MusicChosen,
    PublishApproved,
    ScriptAccepted,
    VideoEdited,
    VideoPublished,
    VideoReady,
    VideoRequested,
)
from domain.video.narration_events import NarrationChosen
from domain.video.research_events import VideoResearched
from infra.appeal.gather import Gathered

Document = dict[str, Any]


def documents(its: Gathered) -> dict[str, Document]:
    """By the names that they have in the pack."""
    happened = tuple(its.recorded())
    made: Mapping[str, Callable[[tuple[Recorded, ...]], Document]] = MappingProxyType(
        {
            "sources.json": _sources,
            "models.json": _models,
            "edits.json": _edits,
            "decisions.json": _decisions,
            "costs.json": _costs,
        }
    )
    told = {name: tell(happened) for name, tell in made.items()}
    return {"summary.json": _summary(its, happened), **told}


def _summary(its: Gathered, happened: tuple[Recorded, ...]) -> Document:
    asked, parts = its.video.request, its.video.parts
    return {
        "video_id": str(its.video_id),
        "channel": asked.channel_name,
        "topic": asked.topic or None,
        "stage": its.video.stage.value,
        "title": parts.title,
        "language": asked.language,
        "attributions": its.video.attributions,
        "film": parts.film,
        "thumbnail": parts.thumbnail,
        "metadata": its.video.sidecar,
        "modes": its.video.modes,
        "requested": _moments(happened, VideoRequested),
        "script_accepted": _moments(happened, ScriptAccepted),
        "inspected": _moments(happened, VideoReady),
        "publication_allowed_unseen": _moments(happened, AutoPublishGranted),
        "approved": _moments(happened, PublishApproved),
        "published": _moments(happened, VideoPublished),
    }


def _moments(happened: Iterable[Recorded], kind: type[Any]) -> list[Document]:
    """When, by whom, and at which position of the ledger."""
    return [_moment(it) | _said(it) for it in happened if isinstance(it.event, kind)]


def _moment(it: Recorded) -> Document:
    return {"position": it.position, "at": it.recorded_at, "by": it.actor}


def _said(it: Recorded) -> Document:
    match it.event:
        case PublishApproved(by=by, film=film, sidecar=sidecar):
            return {"approver": by, "film": film, "metadata": sidecar}
        case VideoPublished(platform=platform, location=location, visibility=visibility):
            return {"platform": platform, "location": location, "visibility": visibility}
        case AutoPublishGranted(by=by, until=until, per_day=per_day):
            return {"granted_by": by, "until": until, "per_day": per_day}
        case ScriptAccepted(score=score, verdict=verdict, script=script):
            return {"score": score, "verdict": verdict, "script": script}
        case _:
            return {}


def _sources(happened: tuple[Recorded, ...]) -> Document:
    """Every file with the rights to it, as they were decided; what was found of a topic."""
    files: dict[StreamId, Document] = {}
    defaults: list[Document] = []
    found: list[Document] = []
    for it in happened:
        match it.event:
            case AssetUploaded():
                files[it.stream] = _moment(it) | asdict(it.event) | {"rights": []}
            case RightsDecided(rights=rights) if it.stream in files:
                files[it.stream]["rights"].append(_moment(it) | asdict(rights))
            case DefaultsDecided(rights=rights) if rights is not None:
                defaults.append(_moment(it) | asdict(rights))
            case VideoResearched():
                found.append(_moment(it) | asdict(it.event))
            case _:
                continue
    told = [{"asset": stream, **its} for stream, its in files.items()]
    return {"files": told, "channel_default_rights": defaults, "research": found}


def _models(happened: tuple[Recorded, ...]) -> Document:
    """Every call: who was asked, by which model, for what (as a digest), and what became of it."""
    calls: dict[StreamId, Document] = {}
    for it in happened:
        if isinstance(it.event, CallIntended):
            intent = it.event
            calls[it.stream] = _moment(it) | {
                "call": intent.name,
                "n": intent.n,
                "provider": asdict(intent.provider),
                "request_sha256": intent.fingerprint,
                "outcomes": [],
            }
        elif isinstance(it.event, CallEvent) and it.stream in calls:
            outcome = _moment(it) | {
                "outcome": type(it.event).__name__,
                "attempt": it.event.attempt,
                "answer": getattr(it.event, "answer", None),
                "request_id": getattr(it.event, "request_id", None),
            }
            calls[it.stream]["outcomes"].append(outcome)
    return {"calls": [{"stream": stream, **its} for stream, its in calls.items()]}


def _edits(happened: tuple[Recorded, ...]) -> Document:
    edits = [it for it in happened if isinstance(it.event, ChangeEvent)]
    return {"edits": [_moment(it) | _change(it) for it in edits]}


def _change(it: Recorded) -> Document:
    if isinstance(it.event, MusicChosen):
        its = it.event
        music = None if its.music is None else asdict(its.music)
        return {"editor": its.by, "field": "music", "after": music, "owed": its.attribution}
    if isinstance(it.event, NarrationChosen):
        given = None if it.event.recording is None else asdict(it.event.recording)
        by, owed = it.event.by, it.event.attribution
        return {"editor": by, "field": "narration", "after": given, "owed": owed}
    assert isinstance(it.event, VideoEdited)
    return {"editor": it.event.by, **asdict(it.event.change)}


def _decisions(happened: tuple[Recorded, ...]) -> Document:
    """Disclosure, audience and paid promotion, from the request on."""
    return {"decisions": list(_decided(happened))}


def _decided(happened: Iterable[Recorded]) -> Iterator[Document]:
    for it in happened:
        match it.event:
            case VideoRequested(decided=decided):
                yield _moment(it) | asdict(decided)
            case VideoEdited(change=DecidedChange(after=decided)):
                yield _moment(it) | asdict(decided)
            case _:
                continue


def _costs(happened: tuple[Recorded, ...]) -> Document:
    """Every priced line; sums are kept apart by mode, kind and currency, in billionths."""
    lines: list[Document] = []
    sums: dict[tuple[str, str, str], int] = defaultdict(int)
    for it in (it for it in happened if kind_of(it.stream) == "call"):
        for sign, name in ((1, "lines"), (-1, "replaced")):
            for line in getattr(it.event, name, ()):
                lines.append({"position": it.position, "taken_back": sign < 0, **_line(line)})
                sums[line.mode.value, line.kind.value, line.currency] += sign * line.amount_nanos
    totals = [
        {"mode": mode, "kind": kind, "currency": currency, "amount_nanos": str(nanos)}
        for (mode, kind, currency), nanos in sorted(sums.items())
    ]
    return {"lines": lines, "totals": totals}


def _line(line: PricedLine) -> Document:
    whole = ("unit_price_nanos", "amount_nanos")
    return {name: str(it) if name in whole else it for name, it in asdict(line).items()}
