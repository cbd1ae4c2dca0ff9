"""An installation searched for what was planted: all that it keeps, and all that it says.

Kept are files, tables, queues, a backup; said are logs, metrics, answers, and what the command
line tells. Where a thing belongs it may be: a source's text in its own blob, and nowhere else.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from hashlib import sha256
from itertools import chain

import httpx2

from benchmarks.claims import NotMeasured
from benchmarks.providers.planted import PRIVATE, PRIVATE_WORDS, TOKEN
from infra.home import Home
from infra.owner import owner_token
from infra.telemetry.metrics import HOST, PORTS
from tests.cli.asking import run
from tests.faults.searching import everything
from tests.stack import Stack

Place = tuple[str, bytes]
"""Where, and what stands there."""

READ = ("/videos", "/jobs", "/channels", "/costs/journal", "/costs/summary", "/account")
SHOWN = (
    *(("doctor",), ("costs", "summary"), ("costs", "journal")),
    *(("video", "list"), ("job", "list"), ("job", "list", "--json")),
)


def found(
    stack: Stack, words: Iterable[str], env: Mapping[str, str], sent: Iterable[Place]
) -> tuple[dict[str, set[str]], int]:
    """Where each word is that does not belong there; and how many places were searched.

    `env` is what the installation was told, so that the command line knows it too; `sent` is
    what it has sent to people. Raises NotMeasured where the search is blind: what belongs
    somewhere has to be found there.
    """
    token = owner_token(Home(stack.home))
    sought = {it: it.encode() for it in (*words, token)}
    sources = frozenset(_sources(stack))
    places: dict[str, set[str]] = {}
    searched, belonging = 0, set[str]()
    for place, data in chain(sent, _said(stack, env), _backup(stack, env), everything(stack)):
        searched += 1
        for word, written in sought.items():
            if written not in data:
                continue
            if _belongs(stack, place, word, token, sources):
                belonging.add(word)
            else:
                places.setdefault(word, set()).add(place)
    if belonging != {token, *PRIVATE_WORDS}:
        raise NotMeasured("what was planted was not found where it belongs either")
    return places, searched


def _belongs(stack: Stack, place: str, word: str, token: str, sources: frozenset[str]) -> bool:
    if word == token:
        return place == str(Home(stack.home).owner_token)
    return word in PRIVATE_WORDS and place in sources


def _sources(stack: Stack) -> Iterator[str]:
    """The blobs that are the uploaded texts themselves."""
    for path in (stack.home / "blobs").rglob("*"):
        if path.is_file() and (data := path.read_bytes()).endswith(PRIVATE.encode()):
            name = sha256(data).hexdigest()
            assert path.parent.name + path.name == name, "a blob has its own name"
            yield str(path)


def _said(stack: Stack, env: Mapping[str, str]) -> Iterator[Place]:
    """Answers, refusals and figures of the API, and what the command line shows."""
    api = stack.api
    for path in (*READ, *_of_videos(stack)):
        yield f"GET {path}", api.get(f"/api/v1{path}").content
    for path in ("/metrics", "/readyz", *_of_programs(env)):
        with suppress(httpx2.TransportError):
            yield f"GET {path}", api.get(path).content
    yield "401", api.get("/api/v1/videos", headers={"Authorization": f"Bearer {TOKEN}"}).content
    for words in SHOWN:
        result = run(*words, home=stack.home, env=env)
        assert result.exit_code in (0, 1), result.output
        yield f"ytempire {' '.join(words)}", result.output.encode()


def _of_programs(env: Mapping[str, str]) -> Iterator[str]:
    """Where workers, projector and dispatcher may show their figures."""
    for first in (int(port) for name, port in env.items() if name.endswith("METRICS_PORT")):
        yield from (f"http://{HOST}:{port}/metrics" for port in range(first, first + PORTS))


def _of_videos(stack: Stack) -> Iterator[str]:
    told = stack.api.get("/api/v1/videos").json()
    for it in told["items"]:
        path = f"/videos/{it['video_id']}"
        yield from (path, f"{path}/events", f"{path}/costs", f"{path}/files")


def _backup(stack: Stack, env: Mapping[str, str]) -> Iterator[Place]:
    """As it lies on a disk that is carried away."""
    target = stack.home.parent / "backup"
    result = run("backup", "--to", str(target), "--json", home=stack.home, env=env)
    assert result.exit_code == 0, result.output
    for path in target.rglob("*"):
        if path.is_file():
            yield str(path), path.read_bytes()
