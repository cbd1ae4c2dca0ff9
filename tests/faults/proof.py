"""What has to hold of a whole installation, whatever was done to it: asked of its tables in SQL."""

import asyncio
import json

from infra.projector.replay import replay
from infra.settings import Projector
from tests.stack import Stack, eventually

PROGRAMS = ("api", "projector", "dispatcher", "worker")
BEHIND = """
    SELECT (SELECT max(notification_id) FROM ledger.events) - min(position) FROM ops.checkpoints
"""
GAPS = "SELECT max(notification_id) - count(*) FROM ledger.events"
BROKEN_STREAMS = """
    SELECT originator_id FROM ledger.events GROUP BY originator_id
    HAVING max(originator_version) <> count(*)
"""
SETTLED_TWICE = """
    SELECT originator_id FROM ledger.events
    WHERE topic IN ('job.finished', 'job.dead-lettered', 'job.cancelled')
    GROUP BY originator_id HAVING count(*) > 1
"""
DONE_TWICE = """
    SELECT video_id, kind, state FROM jobs
    WHERE state = 'set-aside'
       OR kind NOT IN ('write-script', 'judge-script', 'illustrate') AND (video_id, kind) IN (
           SELECT video_id, kind FROM jobs
           GROUP BY video_id, kind HAVING count(*) > 1)
"""
# One outcome follows each intent; none only where the work was cancelled in the middle of it.
UNSETTLED = """
    WITH calls AS (
        SELECT originator_id AS call, topic, its->>'attempt' AS attempt,
               its->'about'->>'job_id' AS job_id
        FROM (SELECT *, convert_from(state, 'UTF8')::jsonb AS its FROM ledger.events) AS event
        WHERE kind = 'call'
    )
    SELECT call, attempt FROM calls
    WHERE job_id NOT IN (SELECT job_id::text FROM jobs WHERE state = 'cancelled')
    GROUP BY call, attempt
    HAVING count(*) FILTER (WHERE topic = 'call.intended') <> 1
        OR count(*) FILTER (WHERE topic <> 'call.intended') <> 1
"""
CHARGED_TWICE = """
    SELECT originator_id FROM ledger.events
    WHERE kind = 'call' AND jsonb_array_length(convert_from(state, 'UTF8')::jsonb->'lines') > 0
    GROUP BY originator_id HAVING count(*) > 1
"""
# A folder is free, and stands for nothing that is not.
UNCHARGED = """
    SELECT video_id, kind FROM jobs
    WHERE state = 'finished' AND kind <> 'publish'
      AND job_id NOT IN (SELECT job_id FROM cost_lines)
"""
WRONG = BROKEN_STREAMS, SETTLED_TWICE, DONE_TWICE, UNSETTLED, CHARGED_TWICE, UNCHARGED
CHARGED = """
    SELECT count(*), coalesce(sum(amount_nanos), 0) FROM cost_lines
"""
RECORDED = """
    SELECT count(*), coalesce(sum((line->>'amount_nanos')::numeric), 0)
    FROM ledger.events, jsonb_array_elements(convert_from(state, 'UTF8')::jsonb->'lines') AS line
    WHERE kind = 'call' AND topic <> 'call.intended'
"""
PUBLISHED = "SELECT location FROM videos WHERE stage = 'published'"
PUBLICATIONS = "SELECT count(*) FROM ledger.events WHERE topic = 'video.published'"


def nothing_is_lost_or_doubled(stack: Stack) -> None:
    """Events, jobs, calls, costs and films; and every table is what the events come to."""
    eventually(lambda: stack.number(BEHIND) == 0)
    assert stack.number(GAPS) == 0
    for wrong in WRONG:
        assert stack.rows(wrong) == [], wrong
    assert stack.rows(CHARGED) == stack.rows(RECORDED)
    films_are_published_once(stack)
    programs_log_lines_of_json(stack)
    found = asyncio.run(replay(stack.database_url, Projector()))
    assert found.equal, found.differences
    assert found.parked == 0


def films_are_published_once(stack: Stack) -> None:
    places = sorted(it for (it,) in stack.rows(PUBLISHED))
    folders = sorted(str(it.parent) for it in (stack.home / "films").rglob("film.mp4"))
    assert folders == places
    assert stack.number(PUBLICATIONS) == len(places)


def programs_log_lines_of_json(stack: Stack) -> None:
    """Also of what libraries say about servers that are away."""
    logs = [it for it in (stack.home / "logs").iterdir() if it.name.startswith(PROGRAMS)]
    assert len(logs) > len(PROGRAMS)
    for line in (line for it in logs for line in it.read_text().splitlines()):
        assert line.startswith("{"), line
        assert json.loads(line)["program"] in PROGRAMS
