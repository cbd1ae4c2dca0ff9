"""What was acknowledged is kept, and what was not is said plainly, whoever is killed meanwhile."""

import signal
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx2
import psycopg
import pytest

from tests.faults.film import a_channel, a_film, asking, chapters, upload
from tests.faults.proof import nothing_is_lost_or_doubled
from tests.stack import Stack, eventually, running

pytestmark = pytest.mark.slow
REQUESTS = 8
WRITERS_TURN = 1498694988
WAITING = """
    SELECT count(*) FROM pg_locks JOIN pg_stat_activity USING (pid)
    WHERE locktype = 'advisory' AND objid = %s AND NOT granted
      AND application_name = 'ytempire api'
"""
TAKEN = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objid = %s"
KEPT = "SELECT count(*) FROM ledger.events WHERE originator_id = %s AND topic = 'asset.uploaded'"
ASKED = "SELECT originator_id, notification_id FROM ledger.events WHERE topic = 'video.requested'"
OPEN = "SELECT count(*) FROM jobs WHERE state = 'open'"


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    with running(tmp_path_factory.mktemp("home")) as its:
        yield its


@pytest.fixture(scope="module")
def channel(stack: Stack) -> str:
    return a_channel(stack)


@dataclass
class Uploads:
    """Somebody who uploads one text after the other, and notes what is answered."""

    stack: Stack
    kept: list[str] = field(default_factory=list)
    refused: list[httpx2.Response] = field(default_factory=list)
    stop: bool = False

    def run(self) -> None:
        n = 0
        while not self.stop:
            n += 1
            files = {"file": ("a.txt", f"{n} {chapters()[0]}".encode())}
            answer = self.stack.once("POST", "/assets", f"upload-{n}", files=files)
            if answer.is_success:
                self.kept.append(answer.json()["asset_id"])
            else:
                self.refused.append(answer)

    def until(self, more: int, of: Callable[[], int]) -> None:
        enough = of() + more
        eventually(lambda: of() >= enough)


@contextmanager
def uploads(stack: Stack) -> Iterator[Uploads]:
    its = Uploads(stack)
    with ThreadPoolExecutor(1) as person:
        working = person.submit(its.run)
        try:
            yield its
        finally:
            its.stop = True
            working.result()


def test_a_killed_postgres_is_said_plainly_and_loses_nothing_that_was_acknowledged(
    stack: Stack, channel: str
) -> None:
    film = a_film(stack, channel, 7)
    film.mid_render()
    with uploads(stack) as its:
        its.until(5, lambda: len(its.kept))
        stack.signal(stack.up, signal.SIGSTOP)  # so that it is away for as long as this takes
        stack.kill(stack.pid("bin/postgres"))
        its.until(1, lambda: len(its.refused))
        answers = [stack.once("GET", film.path), stack.api.get("/readyz"), *its.refused]
        stack.signal(stack.up, signal.SIGCONT)
        its.until(5, lambda: len(its.kept))
    assert {it.status_code for it in [*answers, *its.refused]} == {503}
    assert {it.headers["Content-Type"] for it in answers} == {"application/problem+json"}
    assert all(int(it.headers["Retry-After"]) > 0 for it in answers)
    assert [stack.number(KEPT, f"asset/{it}") for it in its.kept] == [1] * len(its.kept)
    film.published()
    nothing_is_lost_or_doubled(stack)


Answer = dict[str, Any] | None


def test_an_api_killed_after_the_commit_gives_its_first_answer_to_the_same_key(
    stack: Stack, channel: str
) -> None:
    stack.kill(stack.pid("infra.cli api"))  # one that remembers no stream conflicts with nobody
    asked = asking(channel, upload(stack, "burst", chapters()[8]))
    before = requested(stack)
    stack.signal(stack.pid("dispatcher"), signal.SIGSTOP)  # nobody begins to make what is asked
    first = frozen_and_killed(stack, asked)
    committed = requested(stack).keys() - before.keys()
    answers = [generate(stack, asked, n) for n in range(REQUESTS)]
    again = [generate(stack, asked, n) for n in range(REQUESTS)]
    videos = {f"video/{it['video_id']}": it["position"] for it in answers}
    for it in answers:
        path = f"/videos/{it['video_id']}/cancel"
        stack.insist("POST", path, f"cancel-{path}", json={"reason": "only asked for"})
    stack.signal(stack.pid("dispatcher"), signal.SIGCONT)
    eventually(lambda: stack.number(OPEN) == 0)
    assert first == [None] * REQUESTS
    assert 0 < len(committed) < REQUESTS
    assert again == answers
    assert (requested(stack).keys() - before.keys()) == videos.keys()
    assert max(videos[it] for it in committed) < min(videos[it] for it in videos.keys() - committed)
    nothing_is_lost_or_doubled(stack)


def frozen_and_killed(stack: Stack, asked: dict[str, Any]) -> list[Answer]:
    """Requests at once; the API stops dead between their commits and their answers."""
    api = stack.pid("infra.cli api")
    with (
        ThreadPoolExecutor(REQUESTS) as people,
        psycopg.connect(stack.database_url, autocommit=True) as turn,
    ):
        turn.execute("SELECT pg_advisory_lock(%s)", [WRITERS_TURN])
        asking_now = [people.submit(generate_once, stack, asked, n) for n in range(REQUESTS)]
        eventually(lambda: stack.number(WAITING, WRITERS_TURN) > 0)  # others gather behind it
        stack.signal(api, signal.SIGSTOP)
        turn.execute("SELECT pg_advisory_unlock(%s)", [WRITERS_TURN])
        eventually(lambda: stack.number(TAKEN, WRITERS_TURN) == 0)  # whoever waited has committed
        stack.kill(api)
        return [it.result() for it in asking_now]


def requested(stack: Stack) -> dict[str, int]:
    """Every video that was ever asked for, and where that is recorded."""
    return dict(stack.rows(ASKED))


def generate_once(stack: Stack, asked: dict[str, Any], n: int) -> Answer:
    try:
        answer = stack.once("POST", "/videos/generate", f"burst-{n}", json=asked)
    except httpx2.TransportError:
        return None
    its: dict[str, Any] = answer.json()
    return its


def generate(stack: Stack, asked: dict[str, Any], n: int) -> dict[str, Any]:
    its: dict[str, Any] = stack.insist("POST", "/videos/generate", f"burst-{n}", json=asked)
    return its
