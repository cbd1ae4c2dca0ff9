"""What reads answer is what the description promises: nothing missing, nothing more."""

from pathlib import Path

import pytest

from api import answers, cost_answers
from api.capabilities import Capabilities
from api.video import answers as of_video
from api.video.brief import TheBrief
from api.video.thumbnails import Thumbnails
from domain.event import Event
from domain.ids import JobId, StreamId, job_stream
from domain.job import JobOpened
from domain.work import Narrate
from tests.api.serving import serving
from tests.commands.stage import SET_UP, its
from tests.domain.video.history import PUBLIC, SCRIPTED
from tests.given import ACCOUNT, CHANNEL, JOB, SCRIPT, VIDEO, VIDEO_STREAM

HERE = f"/api/v1/videos/{VIDEO}"
OPENED = (job_stream(JobId(JOB)), JobOpened(VIDEO_STREAM, ACCOUNT, Narrate(SCRIPT, "en"), None))
PROMISED: dict[str, type[answers.Answer]] = {
    "/api/v1/account": answers.Account,
    "/api/v1/channels": answers.Channels,
    f"/api/v1/channels/{CHANNEL}": answers.Channel,
    "/api/v1/costs/charges": cost_answers.Charges,
    "/api/v1/costs/journal": cost_answers.Journal,
    "/api/v1/costs/budgets": cost_answers.Budgets,
    "/api/v1/costs/summary": cost_answers.CostSummary,
    "/api/v1/costs/trial-balance": cost_answers.TrialBalance,
    "/api/v1/jobs": answers.Jobs,
    "/api/v1/audit": answers.Audit,
    "/api/v1/views": answers.Standing,
    "/api/v1/videos": of_video.Board,
    HERE: of_video.Video,
    f"{HERE}/events": of_video.Timeline,
    f"{HERE}/costs": answers.Costs,
    f"{HERE}/progress": of_video.Progress,
    f"{HERE}/thumbnails": Thumbnails,
    f"{HERE}/brief": TheBrief,
    "/api/v1/capabilities": Capabilities,
}


@pytest.mark.parametrize("history", [[], SCRIPTED, PUBLIC], ids=["nothing", "making", "public"])
async def test_every_read_answers_as_promised(
    database_url: str, tmp_path: Path, history: list[Event]
) -> None:
    entries: list[tuple[StreamId, Event]] = [*SET_UP, *its(*history), OPENED]
    async with serving(database_url, tmp_path, entries) as api:
        for path, promised in PROMISED.items():
            found = await api.get(path)
            assert found.status_code == (404 if path.startswith(HERE) and not history else 200)
            if found.status_code == 200:
                promised.model_validate_json(found.content)


async def test_no_promise_is_left_out(database_url: str, tmp_path: Path) -> None:
    async with serving(database_url, tmp_path) as api:
        described = api.app.openapi()["paths"]
    reads = {path for path, methods in described.items() if "get" in methods}
    asked = {it.replace(str(VIDEO), "{video_id}") for it in PROMISED}
    asked = {it.replace(str(CHANNEL), "{channel_id}") for it in asked}
    other = {"/healthz", "/readyz", "/metrics"}
    files = {
        it for it in reads if it.endswith(("/files", "/files/{name}", "/live", "/appeal-pack"))
    }
    assert reads - asked == other | files
