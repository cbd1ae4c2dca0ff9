"""When seals are made, what they say, and what becomes of them where something is away."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from prometheus_client import REGISTRY

from adapters.anchors.folder import FolderAnchors
from infra.audit import anchor, merkle
from infra.audit.anchor import Anchor
from infra.audit.run import leads, run_sealer, sealing
from infra.audit.seal import FIRST_PREVIOUS
from infra.audit.sealer import NotAsSealed
from infra.audit.signing import introduced, renew, seal_key
from infra.clock import utc_now
from infra.settings import Audit
from processors.errors import Unavailable
from tests.infra.audit.books import TABLES, Books


@pytest.fixture
def books(books: Books, tmp_path: Path) -> Books:
    """One in which nothing was recorded yet."""
    books.as_owner(*(f"TRUNCATE {it}" for it in TABLES))
    return Books(books.url, tmp_path / "new")


async def anchored(books: Books) -> list[Anchor]:
    names = await books.anchors.names(anchor.FOLDER)
    return [anchor.from_bytes(await books.anchors.read(it) or b"") for it in names]


async def test_full_seals_are_made_and_the_rest_waits(books: Books) -> None:
    await books.record(10)
    assert await books.seal(at_once=False) == 2
    assert [(it.signed.seal.first, it.signed.seal.last) for it in await anchored(books)] == [
        (1, 4),
        (5, 8),
    ]


async def test_an_event_that_waited_long_enough_is_sealed_with_what_there_is(
    books: Books,
) -> None:
    await books.record(2)
    async with sealing(books.url, books.anchors, books.home, books.limits) as sealer:
        assert await sealer.run() == 0
        late = replace(sealer, now=lambda: utc_now() + timedelta(seconds=61))
        assert await late.run() == 1


async def test_a_seal_is_over_the_hashes_and_chained_to_the_one_before(books: Books) -> None:
    await books.record(8)
    await books.seal()
    first, second = await anchored(books)
    hashes = [row[0] for row in books.as_owner("SELECT entry_hash FROM ledger.events ORDER BY 1")]
    assert sorted(anchor.entries(first.leaves + second.leaves)) == hashes
    assert first.signed.seal.root == merkle.root(anchor.entries(first.leaves))
    assert first.signed.seal.previous == FIRST_PREVIOUS
    assert second.signed.seal.previous == first.signed.digest == first.signed.seal.digest()


async def test_nothing_recorded_nothing_sealed(books: Books) -> None:
    assert await books.seal() == 0
    assert await anchored(books) == []


async def test_a_seal_without_its_anchor_gets_it_at_the_next_run(books: Books) -> None:
    """As a sealer leaves it that dies between the row and the anchor."""
    await books.record(8)
    await books.seal()
    before = await anchored(books)
    (books.place / anchor.name(2)).unlink()
    assert await books.seal() == 0
    assert await anchored(books) == before


async def test_while_anchors_are_away_seals_go_on_and_are_anchored_later(books: Books) -> None:
    await books.record(8)
    books.home.mkdir()
    (books.home / "file").touch()
    away = FolderAnchors(books.home / "file")
    async with sealing(books.url, away, books.home, books.limits) as sealer:
        with pytest.raises(Unavailable):
            await sealer.run()
        its = await sealer.lag()
        assert (its.unsealed_events, its.unanchored_seals) == (0, 2)
    await books.seal()
    assert len(await anchored(books)) == 2


async def test_what_was_changed_since_it_was_sealed_is_not_anchored(books: Books) -> None:
    await books.record(4)
    await books.seal()
    (books.place / anchor.name(1)).unlink()
    books.as_owner("UPDATE ledger.events SET entry_hash = sha256('x') WHERE notification_id = 2")
    with pytest.raises(NotAsSealed, match="the events at 1 to 4"):
        await books.seal()
    assert await anchored(books) == []


async def test_another_key_is_introduced_by_the_one_before(books: Books) -> None:
    await books.record(4)
    await books.seal()
    renew(books.home)
    await books.record(4, seed=1)
    await books.seal()
    first, second = (it.signed for it in await anchored(books))
    assert first.public_key != second.public_key == seal_key(books.home).public
    assert introduced(second, first.public_key)
    assert not introduced(second, second.public_key)


async def test_one_sealer_leads(books: Books) -> None:
    async with (
        sealing(books.url, books.anchors, books.home, books.limits) as one,
        sealing(books.url, books.anchors, books.home, books.limits) as other,
    ):
        assert await leads(one.connection)
        assert not await leads(other.connection)


@asynccontextmanager
async def at_work(books: Books) -> AsyncIterator[None]:
    """The sealer's program, which ends when it is told to."""
    stop, limits = asyncio.Event(), Audit(seal_events=4, poll_s=0.01)
    async with asyncio.timeout(30):
        running = asyncio.create_task(
            run_sealer(books.url, books.anchors, books.home, limits, stop)
        )
        yield
        stop.set()
        await running


async def until(figure: str, value: int) -> None:
    name = f"ytempire_audit_{figure}"
    while REGISTRY.get_sample_value(name) != value:  # noqa: ASYNC110 - the program sets it
        await asyncio.sleep(0.01)


async def test_the_program_seals_until_it_is_told_to_stop(books: Books) -> None:
    await books.record(6)
    async with at_work(books):
        await until("unsealed_events", 2)
        await books.record(3, seed=1)
        await until("unsealed_events", 1)
    assert [it.signed.seal.last for it in await anchored(books)] == [4, 8]


async def test_what_keeps_it_from_anchoring_is_a_figure_until_it_goes_on(books: Books) -> None:
    await books.record(4)
    books.home.mkdir()
    books.place.touch()
    async with at_work(books):
        await until("fault", 1)
        await until("unanchored_seals", 1)
        books.place.unlink()
        await until("fault", 0)
        await until("unanchored_seals", 0)
    assert len(await anchored(books)) == 1


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO audit.seals SELECT * FROM audit.seals",
        "UPDATE audit.seals SET n = 2",
        "DELETE FROM audit.seals",
        "TRUNCATE audit.seals",
    ],
)
def test_the_application_can_add_seals_and_change_none(books: Books, statement: str) -> None:
    with psycopg.connect(books.url) as connection:
        connection.execute("SET ROLE ytempire_app")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute(statement.encode())


async def test_a_seal_that_does_not_follow_is_refused_by_the_database(books: Books) -> None:
    await books.record(4)
    await books.seal()
    with pytest.raises(psycopg.Error, match="does not follow"):
        books.as_owner(
            "SELECT audit.add_seal(n, previous, first_position, last_position, root, sealed_at,"
            " seal, public_key, signature, handover) FROM audit.seals"
        )
