"""A preview: made of the parts that the film itself is made of."""

from commands.video.preview import RequestPreview
from domain.video.preview_events import PreviewMade
from tests.given import ACCOUNT, VIDEO, YOU, because
from tests.processors.test_making import Studio


async def test_a_preview_is_made_of_the_films_own_timeline() -> None:
    made = Studio()
    await made.ask()
    await made.work()
    before = await made.video()
    await made.ledger.carry_out(RequestPreview(VIDEO, ACCOUNT, YOU), because(3))
    await made.work()
    (small,) = made.happened(PreviewMade)
    assert isinstance(small, PreviewMade)
    after = await made.video()
    assert (after.preview, after.previewing) == (small.preview, None)
    assert (after.stage, after.parts) == (before.stage, before.parts)
