"""A film goes on, whatever dies while it is made: one film, one publication, every cost once."""

from collections.abc import Iterator

import pytest
import redis

from tests.faults.film import Film, a_channel, a_film
from tests.faults.proof import nothing_is_lost_or_doubled
from tests.stack import Stack, children, descendants, eventually, gone, running

pytestmark = pytest.mark.slow
STOPPED_S = 10.0
NO_ORPHAN_S = 3.0
OPEN = "SELECT count(*) FROM jobs WHERE state = 'open'"

REFUSED = "SELECT sentence FROM jobs WHERE kind = 'render' AND code = 'disk-full'"


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    with running(tmp_path_factory.mktemp("home")) as its:
        yield its


@pytest.fixture(scope="module")
def channel(stack: Stack) -> str:
    return a_channel(stack)


def whole(film: Film) -> None:
    film.published()
    nothing_is_lost_or_doubled(film.stack)


def test_a_worker_killed_mid_render_is_followed_by_one_that_goes_on(
    stack: Stack, channel: str
) -> None:
    film = a_film(stack, channel, 0)
    worker = film.mid_render()
    everybody, finished = descendants(worker), film.segments()
    stack.kill(worker)
    eventually(lambda: all(gone(it) for it in everybody), STOPPED_S)
    facts = film.published()["facts"]
    assert everybody - {worker} - children(worker)
    assert facts["segments_reused"] >= len(finished)
    assert facts["segments_made"] > 0
    nothing_is_lost_or_doubled(stack)


@pytest.mark.parametrize(("victim", "n"), [("dispatcher", 1), ("projector", 2)])
def test_a_killed_program_is_started_again(stack: Stack, channel: str, victim: str, n: int) -> None:
    film = a_film(stack, channel, n)
    film.mid_render()
    before = stack.pid(victim)
    stack.kill(before)
    whole(film)
    assert stack.pid(victim) != before


def test_an_emptied_redis_is_filled_again(stack: Stack, channel: str) -> None:
    film = a_film(stack, channel, 3)
    film.until(lambda: film.worker("narrate"))
    with redis.Redis.from_url(stack.redis_url) as queue:
        queue.flushall()
        film.mid_render()
        queue.flushall()
    whole(film)


def test_a_killed_redis_is_started_again(stack: Stack, channel: str) -> None:
    film = a_film(stack, channel, 4)
    film.mid_render()
    stack.kill(stack.pid("redis-server"))
    whole(film)


def test_a_cancelled_film_stops_within_seconds(stack: Stack, channel: str) -> None:
    film = a_film(stack, channel, 5)
    worker = film.mid_render()
    drawing = descendants(worker) - {worker} - children(worker)
    stack.insist("POST", f"{film.path}/cancel", "cancel-5", json={"reason": "not any more"})
    eventually(lambda: all(gone(it) for it in drawing), STOPPED_S)
    eventually(lambda: stack.number(OPEN) == 0)
    assert drawing
    assert film.stage() == "cancelled"
    nothing_is_lost_or_doubled(stack)


def test_nothing_outlives_a_killed_parent_and_the_film_goes_on_at_the_next_start(
    stack: Stack, channel: str
) -> None:
    film = a_film(stack, channel, 6)
    film.mid_render()
    everybody = descendants(stack.up) - {stack.up}
    stack.killed()
    eventually(lambda: all(gone(it) for it in everybody), NO_ORPHAN_S)
    assert len(everybody) > len(("postgres", "redis", "api", "projector", "dispatcher", "workers"))
    stack.start()
    whole(film)


def test_on_a_full_disk_no_film_is_begun_and_it_is_said_why(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    with running(tmp_path_factory.mktemp("full"), MAKING__FREE_BYTES=str(2**62)) as its:
        film = a_film(its, a_channel(its), 9)
        eventually(lambda: its.rows(REFUSED))
        (said,) = its.rows(REFUSED)
        begun = film.segments()
        its.stop()
        its.start()
        film.published()
        nothing_is_lost_or_doubled(its)
    assert said[0].endswith("free some space, then try again.")
    assert begun == frozenset()
