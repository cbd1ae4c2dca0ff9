"""The trivial processor: says when it began, and reports an outcome."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from benchmarks.ledger.requests import SOURCE
from commands.video.reports import Outcome, ReportScript
from domain.mode import Mode
from domain.work import WriteScript
from processors.job import LeasedJob

KIND = "write-script"


@dataclass(frozen=True)
class Trivial:
    """`say` is told the video, and the moment on the clock that all processes share."""

    say: Callable[[str, float], None]

    async def run(self, job: LeasedJob[WriteScript]) -> None:
        self.say(str(job.video_id), time.clock_gettime(time.CLOCK_MONOTONIC))
        outcome = Outcome(job.video_id, job.job_id, Mode.OFFLINE)
        await job.report(ReportScript(outcome, job.work, SOURCE, 4))
