"""Why a video stands still, and what its person can do."""

from domain.video.state import GOOD_ENOUGH
from infra.cli.client import Answer


def what_helps(video: Answer) -> str:
    """What a person can do about a video that failed."""
    its = video["video_id"]
    shown = {it["scene"] + 1 for it in video["scenes"]}
    missing = [n for n in range(1, video["progress"]["scenes"] + 1) if n not in shown]
    again = f"`ytempire video retry {its}` tries again"
    if video["failure_code"] == "recording-other-text":
        other = f"`ytempire video narration {its} FILE` takes another recording"
        return f"{other}, `--none` the channel's voice"
    if video["failure_code"] == "nothing-found":
        other = "`ytempire video generate --topic` in other words, or with a text, finds more"
        return f"{other}; {again}"
    if video["failure_code"] == "budget-exceeded":
        capped = "`ytempire costs budget` shows the full cap, `ytempire costs cap` raises it"
        return f"{capped}; then {again}"
    if not missing or video["failure_kind"] != "illustrate":
        return again
    other = f"`ytempire video edit {its} --scene {missing[0]} --picture FILE`"
    return f"{other} shows something else in scene {missing[0]}; {again}"


def why_flagged(video: Answer) -> str:
    """Of a video at the stage `flagged`, whose score is that of its last draft, 0 to 1."""
    its = video["video_id"]
    again = f"`ytempire video retry {its}`"
    other = f"{again} has another written, or ask for a video of another text"
    if video["verbatim"]:
        other = (
            "your text is said word for word, so record another one; or, if it is like an earlier"
            f" film that you do not need, cancel or reject that one, and {again} judges this again"
        )
    return (
        f"the last draft of its script scored {video['score']:.2f} and {GOOD_ENOUGH} is asked for"
        f" (`ytempire video files {its}` writes why, as verdict.json); {other}"
    )
