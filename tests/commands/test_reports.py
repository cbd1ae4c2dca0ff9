"""Reports: never refused, each settles its job once, used or set aside."""

from dataclasses import replace

import pytest

from commands.ports import Command
from commands.video.reports import (
    Outcome,
    ReportFilm,
    ReportIllustration,
    ReportInspection,
    ReportNarration,
    ReportPackage,
    ReportPublication,
    ReportResearch,
    ReportScript,
    ReportThumbnail,
    ReportVerdict,
)
from domain.brief import Aspect
from domain.channel import AutoPublishGranted, AutoPublishUsed
from domain.event import Event
from domain.job import JobFinished, JobOpened
from domain.mode import Mode
from domain.narration import Alignment
from domain.video.events import PublishApproved, VideoCancelled
from domain.work import (
    Illustrate,
    Inspect,
    JudgeScript,
    MakeThumbnail,
    Narrate,
    Package,
    Publish,
    Render,
    Work,
    WriteScript,
)
from tests.commands.stage import SET_UP, Entry, Stage, its, opened
from tests.domain.video.history import (
    ACCEPTED,
    APPROVED,
    BRIEF,
    DRAFTED,
    FACTS,
    FILM,
    FILMED,
    FIRST,
    FOUND,
    GATHERED,
    INSPECTED,
    METADATA,
    NARRATION,
    OF_TOPIC,
    PACKAGED,
    PUBLISHED,
    READY,
    RENDERED,
    RESEARCH,
    RESEARCHED,
    SCRIPTED,
    SECOND,
    SIDECAR,
    SRT,
    THUMBNAIL,
    THUMBNAILED,
    TIMELINE,
    TITLE,
    VARIANTS,
    VERDICT,
    VOICED,
    VTT,
    illustrated,
)
from tests.given import (
    ACCOUNT,
    CHANNEL,
    CHANNEL_STREAM,
    DAY,
    DECIDED,
    JOB,
    NOON,
    REQUESTED,
    SCRIPT,
    SOURCE,
    VIDEO,
    VIDEO_STREAM,
    YOU,
)

OF_THIS = Outcome(VIDEO, JOB, Mode.OFFLINE)
SEED = str(CHANNEL)
WRITE = WriteScript(SOURCE, "en", 45, 1)
JUDGE = JudgeScript(SOURCE, "en", 45, 1, SCRIPT)
PACKAGE = Package(SOURCE, "en", 45, SCRIPT)
NARRATE = Narrate(SCRIPT, "en")
ILLUSTRATE = Illustrate(SCRIPT, 0, Aspect.WIDE, SEED, REQUESTED.pictures)
RENDER = Render(SCRIPT, NARRATION, (FIRST, SECOND), Aspect.WIDE)
MAKE_THUMBNAIL = MakeThumbnail(TITLE, FIRST, "en", SEED)
INSPECT = Inspect(FILM, TIMELINE, THUMBNAIL, METADATA, DECIDED, (), (Mode.OFFLINE,))
PUBLISH = Publish(VIDEO, CHANNEL, "Deep Time", FILM, THUMBNAIL, SRT, VTT, SIDECAR, None)
REPORT_FILM = ReportFilm(OF_THIS, RENDER, TIMELINE, FILM, SRT, VTT, FACTS)
REPORT_INSPECTION = ReportInspection(OF_THIS, INSPECT, SIDECAR, -14.0, -1.2)
REPORT_PUBLICATION = ReportPublication(OF_THIS, PUBLISH, "folder", "1", "films/1", "public")

REPORTS: list[tuple[list[Event], Work, Command, Event]] = [
    ([OF_TOPIC], RESEARCH, ReportResearch(OF_THIS, BRIEF, FOUND, 12, 5), RESEARCHED),
    ([REQUESTED], WRITE, ReportScript(OF_THIS, WRITE, SCRIPT, 2), DRAFTED),
    ([REQUESTED, DRAFTED], JUDGE, ReportVerdict(OF_THIS, JUDGE, 0.9, VERDICT), ACCEPTED),
    (SCRIPTED, PACKAGE, ReportPackage(OF_THIS, PACKAGE, METADATA, TITLE), PACKAGED),
    (
        SCRIPTED,
        NARRATE,
        ReportNarration(OF_THIS, NARRATE, NARRATION, 45_000, Alignment.EXACT),
        VOICED,
    ),
    (
        SCRIPTED,
        ILLUSTRATE,
        ReportIllustration(OF_THIS, ILLUSTRATE, FIRST, None),
        illustrated(0, FIRST),
    ),
    (GATHERED, RENDER, REPORT_FILM, RENDERED),
    (GATHERED, MAKE_THUMBNAIL, ReportThumbnail(OF_THIS, MAKE_THUMBNAIL, VARIANTS), THUMBNAILED),
    (FILMED, INSPECT, REPORT_INSPECTION, READY),
    ([*INSPECTED, APPROVED], PUBLISH, REPORT_PUBLICATION, PUBLISHED),
]


def a_stage(history: list[Event], work: Work, *more: Entry) -> Stage:
    job = opened(JOB, JobOpened(VIDEO_STREAM, ACCOUNT, work, None))
    return Stage([*SET_UP, *its(*history), job, *more])


@pytest.mark.parametrize(("history", "work", "report", "expected"), REPORTS)
def test_an_outcome_that_is_wanted_is_used(
    history: list[Event], work: Work, report: Command, expected: Event
) -> None:
    stage = a_stage(history, work)
    stage.does(report)
    assert stage.events[0] == expected
    assert stage.events[-1] == JobFinished(used=True)


@pytest.mark.parametrize(("history", "work", "report", "_"), REPORTS)
def test_a_report_delivered_twice_counts_once(
    history: list[Event], work: Work, report: Command, _: Event
) -> None:
    stage = a_stage(history, work)
    stage.does(report)
    once = stage.events
    stage.does(report)
    assert stage.events == once


@pytest.mark.parametrize(("history", "work", "report", "expected"), REPORTS[:-2])
def test_an_outcome_that_comes_too_late_is_set_aside_and_settles_its_job(
    history: list[Event], work: Work, report: Command, expected: Event
) -> None:
    stage = a_stage([*history, expected], work)
    stage.does(report)
    assert stage.events == [JobFinished(used=False)]


def test_an_inspection_of_a_cancelled_film_is_set_aside() -> None:
    stage = a_stage([*FILMED, VideoCancelled(CHANNEL, YOU, "enough")], INSPECT)
    stage.does(REPORT_INSPECTION)
    assert stage.events == [JobFinished(used=False)]


def test_a_film_that_passed_goes_out_by_itself_where_its_channel_may() -> None:
    granted: Entry = (CHANNEL_STREAM, AutoPublishGranted(YOU, NOON + DAY, 1))
    stage = a_stage(FILMED, INSPECT, granted)
    stage.does(REPORT_INSPECTION)
    assert AutoPublishUsed(VIDEO, NOON.date()) in stage.events
    approved = PublishApproved(CHANNEL, f"grant/{CHANNEL}", FILM, SIDECAR, None)
    assert approved in stage.events
    assert stage.works == ["publish"]


def test_a_grant_without_room_leaves_the_film_to_a_person() -> None:
    granted: Entry = (CHANNEL_STREAM, AutoPublishGranted(YOU, NOON + DAY, 1))
    used: Entry = (CHANNEL_STREAM, AutoPublishUsed(VIDEO, NOON.date()))
    stage = a_stage(FILMED, INSPECT, granted, used)
    stage.does(REPORT_INSPECTION)
    assert stage.events == [READY, JobFinished(used=True)]


def test_a_film_that_went_public_stays_recorded_though_it_was_cancelled() -> None:
    stage = a_stage([*INSPECTED, APPROVED, VideoCancelled(CHANNEL, YOU, "enough")], PUBLISH)
    stage.does(replace(REPORT_PUBLICATION, location="films/2"))
    assert stage.events[0] == replace(PUBLISHED, location="films/2")
