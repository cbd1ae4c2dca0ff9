"""The whole engine, put to whatever may happen to it."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import pytest
from hypothesis import Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.infra.engine.machine import Engine, Place
from tests.services import Services, database


def put_to_it(services: Services, worker: str, home: Path, histories: int, steps: int) -> None:
    """Raises what went wrong first: the server may let a second try of the same steps succeed."""
    its = settings(
        max_examples=histories,
        stateful_step_count=steps,
        phases=[Phase.generate],
        report_multiple_bugs=False,
    )
    faults: list[BaseException] = []
    runs = count()

    @contextmanager
    def place() -> Iterator[Place]:
        n = next(runs)
        with database(services, f"{worker}_{home.name[:40]}_{n}") as url:
            yield url, home / str(n)

    class Here(Engine):
        def __init__(self) -> None:
            super().__init__(place, faults)

    try:
        run_state_machine_as_test(Here, settings=its)
    except (Exception, asyncio.CancelledError) as last:
        raise (faults or [last])[0] from None


def test_nothing_is_lost_or_doubled_whatever_happens(
    run_services: Services, worker: str, tmp_path: Path
) -> None:
    put_to_it(run_services, worker, tmp_path, histories=4, steps=10)


@pytest.mark.slow
def test_nothing_is_lost_or_doubled_however_long_it_lasts(
    run_services: Services, worker: str, tmp_path: Path
) -> None:
    """Target: 16 histories of up to 20 steps; longer ones meet rarer orders."""
    put_to_it(run_services, worker, tmp_path, histories=16, steps=20)
