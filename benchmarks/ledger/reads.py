"""G9: over HTTP, a command is answered; how long until a read at its position is.

API and projector as shipped, each its own process, over loopback; one client that keeps its
connection. The clock runs from the command's answer to the read's.
"""

import asyncio
import socket
import time

import httpx2

from benchmarks.claims import Figures, NotMeasured
from benchmarks.ledger.figures import Timed, middle
from benchmarks.ledger.installation import installed, until
from benchmarks.ledger.measures import Bench
from infra.owner import owner_token

READS = 200


async def measure(bench: Bench) -> Figures:
    async with installed(bench) as its:
        port = _free_port()
        programs = [its.start("projector"), its.start("api", {"HTTP__PORT": str(port)})]
        headers = {"Authorization": f"Bearer {owner_token(its.home)}"}
        at = f"http://127.0.0.1:{port}"
        with httpx2.Client(base_url=at, headers=headers, timeout=30, trust_env=False) as client:

            async def up() -> bool:
                for it in programs:
                    its.running(it)
                return await asyncio.to_thread(_is_up, client)

            await until("the API is up", up, within_s=60)
            runs = await asyncio.to_thread(_runs, bench, client)
    p99 = middle([it.ms(0.99) for it in runs])
    return {"G9": middle([it.ms(0.5) for it in runs], f"p99 {p99.value:g} ms")}


def _runs(bench: Bench, client: httpx2.Client) -> list[Timed]:
    body = {"name": "Measured", "language": "en"}
    answer = client.post("/api/v1/channels", json=body, headers=_key("open"))
    channel = f"/api/v1/channels/{_good(answer).json()['channel_id']}"
    _run(client, channel, "warm", 40)
    runs = []
    for n in range(bench.rounds):
        runs.append(_run(client, channel, f"run {n}", bench.count(READS, least=50)))
        bench.tell(f"p50 {runs[-1].ms(0.5):.1f} ms, p99 {runs[-1].ms(0.99):.1f} ms")
    return runs


def _run(client: httpx2.Client, channel: str, run: str, count: int) -> Timed:
    """Paused and resumed in turn; each read shows what was just done."""
    timed = Timed()
    for n in range(count):
        what = ("pause", "resume")[n % 2]
        answer = client.post(f"{channel}/{what}", json={}, headers=_key(run, n))
        position = _good(answer).headers["YT-Position"]
        begun = time.perf_counter()
        read = client.get(channel, headers={"YT-Position": position})
        timed.latencies_s.append(time.perf_counter() - begun)
        if "YT-Stale" in _good(read).headers or read.json()["paused"] != (what == "pause"):
            raise NotMeasured(f"a read was stale: {read.text[:200]}")
    return timed


def _good(answer: httpx2.Response) -> httpx2.Response:
    if not answer.is_success:
        raise NotMeasured(f"the API answered {answer.status_code}: {answer.text[:200]}")
    return answer


def _key(*names: object) -> dict[str, str]:
    return {"Idempotency-Key": "-".join(map(str, names)).replace(" ", "-")}


def _is_up(client: httpx2.Client) -> bool:
    try:
        return client.get("/readyz").is_success
    except httpx2.TransportError:
        return False


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])
