"""An account is erased while it works: nothing of it can be read anywhere, and the books stand.

Target: every file, table and key of a whole installation, searched for what was planted.
"""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import orjson
import pytest

from domain.ids import account_stream
from infra.ledger.pool import ledger_pool
from infra.owner import EMAIL, OWNER
from infra.projector.replay import replay
from infra.security.keys import kek_files
from infra.security.ring import KeyRing
from infra.security.vault import PostgresVault
from infra.settings import Ledger, Projector
from tests.cli.asking import run
from tests.faults.film import a_channel, asking, upload
from tests.faults.searching import found
from tests.stack import Stack, eventually, running

pytestmark = pytest.mark.slow
KEPT = "ya29-Plantedtokenquillon"
SOURCE = """The harbour of Ostrevald keeps a ledger of storms, and every page of it is damp.
Mariners named Tolliverne read the swell before they read the clock in the tower.
In the winter of the great frost the keeper Ambrosquill counted forty ships in the ice.
A lantern called Vexmoorlight burns on the northern mole, and nobody remembers who lit it.
Children learn the hours of the tide from Grandmother Penhallowick before they learn to spell.
When the moon is full the water climbs to the third step, which old maps call Sundermark.
Nobody calls that a flood in this town, for it is the sea that pays its visit to Quarrendell.
The bell of Hollowfathom rings once for each boat that comes home after dark."""
PLANTS = (
    *("Ostrevald", "Tolliverne", "Ambrosquill", "Vexmoorlight"),
    *("Penhallowick", "Sundermark", "Quarrendell", "Hollowfathom"),
)
COSTS = """
    SELECT call_id, n, mode, currency, kind, amount_nanos FROM cost_lines
    WHERE video_id = %s ORDER BY call_id, n
"""


@dataclass
class Story:
    """What was there before and what is there after."""

    stack: Stack
    video_id: str = ""
    titles: str = ""
    before: dict[str, set[str]] = field(default_factory=dict)
    costs: list[Any] = field(default_factory=list)

    def account(self) -> Any:
        return self.stack.insist("GET", "/account")

    @property
    def planted(self) -> list[str]:
        """All but what a title holds: titles stay."""
        return [*(it for it in PLANTS if it.lower() not in self.titles.lower()), KEPT, EMAIL]


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    """A published film and one that is being made; then both workers die in the erasure."""
    with running(tmp_path_factory.mktemp("home")) as stack:
        its = Story(stack)
        begin(its)
        erase(its)
        yield its


def begin(its: Story) -> None:
    stack = its.stack
    channel = a_channel(stack)
    asset = upload(stack, "source", SOURCE)
    film = stack.insist("POST", "/videos/generate", "film", json=asking(channel, asset))
    its.video_id = film["video_id"]
    asyncio.run(keep_token(stack))
    eventually(lambda: its_video(its)["stage"] in ("published", "failed"), 240)
    another = asking(channel, asset) | {"seconds": 60}
    stack.insist("POST", "/videos/generate", "another", json=another)
    run("audit", "seal", home=stack.home)
    its.before = found(stack, PLANTS)
    its.costs = stack.rows(COSTS, its.video_id)


def erase(its: Story) -> None:
    stack = its.stack
    stack.insist("POST", "/account/erasure", "erase")
    for worker in stack.pids("worker"):
        stack.kill(worker)
    eventually(lambda: its.account()["erasure"] == "erased", 90)
    its.titles = " ".join(str(it["title"]) for it in stack.insist("GET", "/videos")["items"])


def its_video(its: Story) -> Any:
    return its.stack.insist("GET", f"/videos/{its.video_id}")


async def keep_token(stack: Stack) -> None:
    async with ledger_pool(stack.database_url, Ledger(connections=1)) as pool:
        vault = PostgresVault(pool, KeyRing(kek_files(stack.home).read))
        await vault.keep(account_stream(OWNER), "youtube", KEPT)


def test_what_was_planted_lay_there_before(story: Story) -> None:
    places = {place for its in story.before.values() for place in its}
    assert story.before.keys() == set(PLANTS)
    assert any("/blobs/" in it for it in places)
    assert any("/films/" in it for it in places)


def test_nothing_that_was_planted_is_found_anywhere(story: Story) -> None:
    assert len(story.planted) > len(PLANTS) // 2
    assert found(story.stack, story.planted) == {}


def test_no_file_of_it_is_left(story: Story) -> None:
    folders = ("blobs", "films", "cache")
    left = [it for name in folders for it in (story.stack.home / name).rglob("*") if it.is_file()]
    assert left == []


def test_reads_say_erased_and_go_on(story: Story) -> None:
    account = story.account()
    assert (account["email"], account["erasure"]) == ("erased", "erased")
    gone = story.stack.once("GET", f"/videos/{story.video_id}/files/source.txt")
    assert (gone.status_code, gone.json()["code"]) == (410, "erased")
    assert its_video(story)["stage"] == "published"


def test_nothing_more_is_taken_from_it(story: Story) -> None:
    asked = story.stack.once("POST", "/channels", "more", json={"name": "More", "language": "en"})
    assert (asked.status_code, asked.json()["code"]) == (409, "account-erased")


def test_its_costs_stand_to_the_nano(story: Story) -> None:
    assert story.costs
    assert story.stack.rows(COSTS, story.video_id) == story.costs


def test_a_replay_is_equal(story: Story) -> None:
    assert asyncio.run(replay(story.stack.database_url, Projector())).equal


def test_seals_from_before_still_verify(story: Story) -> None:
    home = story.stack.home
    assert run("audit", "seal", home=home).exit_code == 0
    verified = run("audit", "verify", "--json", home=home)
    assert orjson.loads(verified.stdout)["holds"], verified.output


def test_its_erasure_stands_outside_the_database(story: Story) -> None:
    notice = story.stack.home / "anchors" / "erasures" / f"{OWNER}.json"
    assert set(orjson.loads(notice.read_bytes())) == {"account_id", "begun_at", "position"}


def test_the_installation_goes_on_under_another_key(story: Story) -> None:
    home = story.stack.home
    assert run("keys", "rotate", "--kek", home=home).exit_code == 0
    assert story.account()["email"] == "erased"
