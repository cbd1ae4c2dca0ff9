"""What is being made of a video, and how far that is: for a person, and as figures."""

from collections.abc import Iterator

from infra.cli.client import Answer

STAGES = {
    "research": "research",
    "write-script": "script",
    "judge-script": "judge",
    "package": "title and tags",
    "narrate": "voice",
    "illustrate": "pictures",
    "render": "film",
    "make-thumbnail": "thumbnail",
    "inspect": "inspection",
    "publish": "publication",
}
"""Kinds of jobs in their order, as people call what they make."""
NAMES = {**STAGES, "preview": "preview"}


REASONS = {
    "own-pace": "our own limit towards it",
    "rate-limited": "its rate limit",
    "quota-exhausted": "its quota",
    "breaker-open": "it failed too often lately",
    "provider-unavailable": "it fails now",
    "malformed-answer": "it answered nonsense",
    "outcome-unknown": "its answer was lost",
    "call-in-progress": "it may still be at work",
    "clock-jumped": "the clock of this machine",
}
"""Why something waits, in few words, by the code of what went wrong."""


def waiting(it: Answer) -> str:
    """Until when open work waits, and for what; empty where it does not."""
    its = it["waits"]
    if its is None:
        return ""
    until = f"waits until {its['until'][11:19]} UTC"
    if not its["code"]:
        return until
    return f"{until} ({REASONS.get(its['code'], its['code'])}): {its['sentence']}"


def with_percent(work: list[Answer]) -> list[Answer]:
    """Open work, each with `percent`: null where nothing is counted yet."""
    return [{**it, "percent": _percent(it)} for it in work]


def told(work: list[Answer], made: Answer) -> Iterator[str]:
    """One line a kind of open work; `made` is how much of the video there is."""
    for kind in dict.fromkeys(it["kind"] for it in work):
        its = [it for it in work if it["kind"] == kind]
        name = NAMES.get(kind, kind)
        if kind == "illustrate":
            yield f"{name}: {made['scenes_illustrated']} of {made['scenes']}"
        elif not waiting(its[0]):
            yield f"{name}: {', '.join(_figures(its[0])) or 'begun, or waits for a worker'}"
        yield from (f"{name}: {said}" for said in dict.fromkeys(map(waiting, its)) if said)


def _figures(it: Answer) -> Iterator[str]:
    percent = _percent(it)
    if percent is not None:
        yield f"{percent} %"
        if it.get("segments_total"):
            yield f"{it['segments_done']} of {it['segments_total']} segments"
        rate = f" at {it['per_second']:.0f} fps" if it["per_second"] >= 1 else ""
        yield f"{it['done']:,} of {it['total']:,} frames{rate}"
    if it["left_s"] is not None:
        yield f"about {it['left_s']:.0f} s left"
    if it["failures"]:
        yield f"tried again after {it['failures']} failure{'s' * (it['failures'] > 1)}"


def _percent(it: Answer) -> int | None:
    return int(it["done"] * 100 // it["total"]) if it["total"] else None
