"""Whose voice a video has: its script recorded by a person, or spoken by the channel's voice."""

from dataclasses import replace

from domain import video
from domain.event import Decision
from domain.pipeline import wants
from domain.video import Stage, Video
from domain.video.changes import ScriptChange
from domain.video.editing import edit_script
from domain.video.events import ScriptAccepted, VideoEdited, VideoFailed, VideoFlagged
from domain.video.narration import choose
from domain.video.narration_events import NarrationChosen
from domain.work import Given, Inspect, JudgeScript, Narrate, Render, WriteScript
from tests.domain.video.history import (
    APPROVED,
    DRAFTED,
    FILMED,
    GATHERED,
    INSPECTED,
    OFFLINE,
    SCRIPTED,
    VERDICT,
    VOICED,
    a_video,
)
from tests.given import CHANNEL, JOB, REQUESTED, SCRIPT, SOURCE, TUNE, VIDEO_STREAM, YOU, blob

MINE = Given(TUNE, blob("my voice"), "mine.wav")
CHOSEN = NarrationChosen(CHANNEL, MINE, "Voice: A. Speaker", YOU)
TAKEN_BACK = NarrationChosen(CHANNEL, None, "", YOU)
READING = Narrate(SCRIPT, "en", MINE)
WORD_FOR_WORD = replace(REQUESTED, verbatim=True)


def gives(its: Video) -> Decision:
    return choose(its, MINE, "Voice: A. Speaker", YOU)


def takes_back(its: Video) -> Decision:
    return choose(its, None, "", YOU)


def test_a_recording_has_the_voice_made_again_and_nothing_else() -> None:
    ready = a_video.given(*INSPECTED)
    ready.when(gives).then(CHOSEN)
    its = ready.given(CHOSEN).state
    assert list(wants(its, VIDEO_STREAM)) == [READING]
    assert (its.stage, its.sidecar, its.approval) == (Stage.MAKING, None, None)


def test_what_hangs_on_the_voice_follows_it() -> None:
    told = a_video.given(*INSPECTED, CHOSEN, replace(VOICED, narration=blob("read")))
    (work,) = wants(told.state, VIDEO_STREAM)
    assert isinstance(work, Render)
    assert work.narration == blob("read")


def test_taken_back_the_channels_voice_tells_it() -> None:
    recorded = a_video.given(*INSPECTED, CHOSEN)
    recorded.when(takes_back).then(TAKEN_BACK)
    assert list(wants(recorded.given(TAKEN_BACK).state, VIDEO_STREAM)) == [Narrate(SCRIPT, "en")]


def test_the_same_voice_changes_nothing() -> None:
    a_video.given(*FILMED).when(takes_back).then_nothing()
    a_video.given(*FILMED, CHOSEN).when(gives).then_nothing()


def test_an_approved_film_keeps_the_voice_that_was_heard() -> None:
    a_video.given(*INSPECTED, APPROVED).when(gives).then_refused("not-editable")


def test_a_film_that_waits_for_a_person_has_no_voice_chosen() -> None:
    flagged = VideoFlagged(CHANNEL, JOB, SCRIPT, 0.7, VERDICT)
    a_video.given(REQUESTED, flagged).when(gives).then_refused("not-editable")


def test_nobody_can_have_recorded_a_script_that_is_not_there() -> None:
    a_video.given(REQUESTED).when(gives).then_refused("part-missing")


def test_what_the_voice_before_told_is_set_aside() -> None:
    waits = a_video.given(*SCRIPTED, CHOSEN)
    waits.when(lambda it: it.voice(Narrate(SCRIPT, "en"), VOICED)).then_nothing()
    waits.when(lambda it: it.voice(READING, VOICED)).then(VOICED)


def test_another_recording_is_read_after_one_that_said_something_else() -> None:
    failed = VideoFailed(CHANNEL, JOB, READING, "recording-other-text", "it says another text")
    other = replace(MINE, blob=blob("once more"))
    its = a_video.given(*SCRIPTED, CHOSEN, failed, replace(CHOSEN, recording=other)).state
    assert Narrate(SCRIPT, "en", other) in set(wants(its, VIDEO_STREAM))


def test_other_words_are_not_put_into_a_persons_own_recording() -> None:
    recorded = a_video.given(*INSPECTED, CHOSEN)
    other = ScriptChange(SCRIPT, blob("other words"), 3)

    def edits(its: Video, *, same_words: bool) -> Decision:
        return edit_script(its, other.after, 3, YOU, same_words=same_words)

    said_otherwise = recorded.when(lambda it: edits(it, same_words=False))
    said_otherwise.then_refused("recording-says-otherwise")
    recorded.when(lambda it: edits(it, same_words=True)).then(VideoEdited(CHANNEL, other, YOU))
    taken_back = recorded.given(TAKEN_BACK)
    taken_back.when(lambda it: edits(it, same_words=False)).then(VideoEdited(CHANNEL, other, YOU))


def test_a_script_that_is_left_as_it_is_needs_no_new_recording() -> None:
    its = a_video.given(*INSPECTED, CHOSEN)
    its.when(lambda it: edit_script(it, SCRIPT, 2, YOU)).then_nothing()


def test_whose_voice_it_is_has_rights_and_is_named() -> None:
    its = a_video.given(*GATHERED, CHOSEN, VOICED, *FILMED[len(GATHERED) :]).state
    (work,) = (it for it in wants(its, VIDEO_STREAM) if isinstance(it, Inspect))
    assert work.attributions == ("Voice: A. Speaker",)
    assert TUNE in its.assets
    long = a_video.given(*GATHERED)
    long.when(lambda it: choose(it, MINE, "A" * 2_001, YOU)).then_refused("attributions-too-long")


def test_a_text_that_was_recorded_is_asked_for_word_for_word() -> None:
    asks = a_video.when(lambda it: video.request(it, WORD_FOR_WORD, CHOSEN))
    asks.then(WORD_FOR_WORD, CHOSEN)
    its = a_video.given(WORD_FOR_WORD, CHOSEN)
    assert list(wants(its.state, VIDEO_STREAM)) == [WriteScript(SOURCE, "en", 45, 1, verbatim=True)]
    judged = JudgeScript(SOURCE, "en", 45, 1, SCRIPT, verbatim=True)
    assert list(wants(its.given(DRAFTED).state, VIDEO_STREAM)) == [judged]
    accepted = ScriptAccepted(JOB, SCRIPT, 0.9, VERDICT, OFFLINE)
    assert READING in set(wants(its.given(DRAFTED, accepted).state, VIDEO_STREAM))


def test_what_a_request_owes_for_a_voice_has_to_fit() -> None:
    owed = replace(CHOSEN, attribution="A" * 2_001)
    asks = a_video.when(lambda it: video.request(it, WORD_FOR_WORD, owed))
    asks.then_refused("attributions-too-long")


def test_a_poor_text_that_is_taken_word_for_word_is_not_written_three_times() -> None:
    drafted = a_video.given(WORD_FOR_WORD, CHOSEN, DRAFTED)
    flagged = VideoFlagged(CHANNEL, JOB, SCRIPT, 0.5, VERDICT)
    drafted.when(lambda it: it.judge_script(JOB, SCRIPT, 0.5, VERDICT, OFFLINE)).then(flagged)


def test_who_writes_and_who_speaks_know_of_each_other() -> None:
    asked = a_video.given(*GATHERED[:1]).state
    (write,) = (it for it in wants(asked, VIDEO_STREAM) if isinstance(it, WriteScript))
    assert write.voice == REQUESTED.voice
    spoken = wants(a_video.given(*SCRIPTED).state, VIDEO_STREAM)
    assert [it.seconds for it in spoken if isinstance(it, Narrate)] == [REQUESTED.seconds]


def test_a_text_taken_word_for_word_takes_as_long_as_it_takes() -> None:
    accepted = ScriptAccepted(JOB, SCRIPT, 0.9, VERDICT, OFFLINE)
    its = a_video.given(WORD_FOR_WORD, DRAFTED, accepted).state
    assert [it.seconds for it in wants(its, VIDEO_STREAM) if isinstance(it, Narrate)] == [None]
