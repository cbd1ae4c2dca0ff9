"""Costs as a person reads them: each line with the list that priced it, modes never hidden."""

from typing import Any

import pytest

from infra.cli.flagged import what_helps, why_flagged
from infra.cli.length import length
from infra.cli.output import show
from infra.cli.video.reading import heard, lines_table


def line(mode: str, amount: str) -> dict[str, Any]:
    return {
        "call": "narrate",
        "mode": mode,
        "kind": "would-have-cost",
        "provider": "elevenlabs",
        "model": "eleven_multilingual_v2",
        "meter": "character",
        "quantity": 1_185,
        "amount": amount,
        "currency": "USD",
    }


def said(lines: list[dict[str, Any]], capsys: pytest.CaptureFixture[str]) -> str:
    show(lines_table(lines))
    return capsys.readouterr().out


def test_a_line_says_what_was_priced_and_how(capsys: pytest.CaptureFixture[str]) -> None:
    found = said([line("offline", "0.094800000")], capsys)
    assert "elevenlabs eleven_multilingual_v2 character" in found
    assert "1,185  0.094800000 USD" in found


def test_lines_of_several_modes_are_told_apart(capsys: pytest.CaptureFixture[str]) -> None:
    found = said([line("offline", "0.1"), line("live", "0.2")], capsys)
    assert "offline would-have-cost" in found
    assert "live would-have-cost" in found


def test_no_lines_are_a_table_of_headings(capsys: pytest.CaptureFixture[str]) -> None:
    assert said([], capsys).split() == ["call", "kind", "priced", "as", "quantity", "amount"]


def test_a_flagged_video_names_its_score_and_what_is_asked_for() -> None:
    said = why_flagged({"video_id": "0190", "score": 0.41, "verbatim": False})
    assert said.startswith("the last draft of its script scored 0.41 and 0.75 is asked for (")
    assert "verdict.json" in said
    assert "`ytempire video retry 0190`" in said


def test_a_topic_of_which_too_little_was_found_is_worded_otherwise() -> None:
    found: dict[str, Any] = {"video_id": "0190", "failure_kind": "research", "scenes": []}
    found |= {"progress": {"scenes": 0}, "failure_code": "nothing-found"}
    assert "`ytempire video generate --topic` in other words" in what_helps(found)
    assert what_helps(found).endswith("`ytempire video retry 0190` tries again")


def test_a_failed_video_names_what_helps() -> None:
    found: dict[str, Any] = {"video_id": "0190", "failure_kind": "illustrate"}
    found |= {"progress": {"scenes": 3}, "failure_code": "image-unreadable"}
    found["scenes"] = [{"scene": 0}, {"scene": 2}]
    said = what_helps(found)
    assert said.startswith("`ytempire video edit 0190 --scene 2 --picture FILE` shows something")
    assert said.endswith("`ytempire video retry 0190` tries again")
    assert (
        what_helps(found | {"failure_kind": "render"}) == "`ytempire video retry 0190` tries again"
    )


def test_a_length_far_from_what_was_asked_for_is_said_to_be() -> None:
    assert length(45, 46.2) == "45 s asked for, 46.2 s made"
    assert length(15, 20.3) == "15 s asked for, 20.3 s made: 35 % longer"
    assert length(15, 8.7) == "15 s asked for, 8.7 s made: 42 % shorter"


def test_a_film_that_cannot_be_as_loud_says_so() -> None:
    assert heard(-14.1, -1.4) == "-14.1 LUFS, -1.4 dBTP"
    assert heard(-19.2, -1.4).endswith(
        "quieter than a film should be, and as loud as its peaks allow"
    )


def test_a_full_budget_is_raised_before_a_retry() -> None:
    found: dict[str, Any] = {"video_id": "0190", "failure_kind": "illustrate", "scenes": []}
    found |= {"progress": {"scenes": 2}, "failure_code": "budget-exceeded"}
    assert "`ytempire costs cap` raises it; then `ytempire video retry 0190`" in what_helps(found)
