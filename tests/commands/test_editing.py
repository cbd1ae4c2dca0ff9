"""What an edit does for a video that stands still."""

from commands.video.editing import EditScene, EditVideo
from domain.pipeline import jobs_after
from domain.video.events import VideoFailed
from domain.work import Illustrate
from tests.commands.stage import SET_UP, Stage, its
from tests.domain.video.history import GATHERED, SECOND, a_video, illustrated
from tests.given import ACCOUNT, CHANNEL, JOB, PHOTO, VIDEO, VIDEO_STREAM, YOU, blob


def test_another_picture_mends_a_film_whose_clip_could_not_be_shown() -> None:
    ungathered = [it for it in GATHERED if it != illustrated(1, SECOND)]
    lacking = jobs_after(None, a_video.given(*ungathered).state, VIDEO_STREAM)
    (work,) = (it.work for it in lacking if isinstance(it.work, Illustrate))
    failed = VideoFailed(CHANNEL, JOB, work, "cut-outside", "the cut begins after its clip")
    stage = Stage([*SET_UP, *its(*ungathered, failed)])
    stage.does(EditVideo(VIDEO, ACCOUNT, YOU, (EditScene(1, blob("photo"), asset_id=PHOTO),)))
    assert "render" in stage.works
