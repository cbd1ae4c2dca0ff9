"""What people read of the events: scenes from 1, times in seconds."""

import pytest

from domain.event import Event
from domain.job import JobFellBack
from domain.mode import Mode
from domain.prices import Provider
from domain.video.changes import VariantChange
from domain.video.events import VideoEdited
from projections.sentences import sentence
from tests.domain.video.history import FIRST, RENDERED, RESEARCHED, VOICED, illustrated
from tests.given import CHANNEL


def hop(n: int, to: int) -> JobFellBack:
    by = (Provider("one", "a", Mode.LIVE), Provider("two", "b", Mode.LIVE))
    away = ("provider-unavailable", "it is away")
    return JobFellBack("judge", n, to, by[n - 1], by[to - 1], *away, passing=True)


@pytest.mark.parametrize(
    ("happened", "expected"),
    [
        (illustrated(0, FIRST), "Picture of scene 1 made"),
        (RESEARCHED, "Topic researched; findings: 12, pages: 5"),
        (VOICED, "Script spoken in 45.0 s, word times exact"),
        (RENDERED, "Film rendered: 1,350 frames in 40.0 s"),
        (
            VideoEdited(CHANNEL, VariantChange(None, FIRST, 2), "user/1"),
            "A person changed the thumbnail; any approval is void",
        ),
        (hop(1, 2), "From one a to two b: it is away"),
        (
            hop(2, 1),
            "two b was the last of the chain, which begins anew later, or ends: it is away",
        ),
    ],
)
def test_figures_are_those_that_people_use(happened: Event, expected: str) -> None:
    assert sentence(happened) == expected
