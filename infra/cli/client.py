"""The API as the command line uses it: one owner, plain JSON, problems as sentences."""

import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from hashlib import file_digest
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

import httpx2
import orjson

from infra.cli.output import BadInput, NotRunning, say, text_of
from infra.cli.processes import settings
from infra.embedded.supervisor import in_use
from infra.home import Home
from infra.owner import owner_token

TIMEOUT_S = 30.0
PATIENCE_S, QUIET_S = 30.0, 3.0
"""How long a request is repeated where something runs, and how long nothing is said of it."""
WAIT_FIRST_S, WAIT_LAST_S = 0.1, 2.0
SERVER_ERROR, UNAVAILABLE = 500, 503
FIRST_ERROR = 400
PAGE_ROWS = 200
VIEWS = "/api/v1/views"

Answer = dict[str, Any]


@dataclass(slots=True)
class Client:
    """One owner's view of one running installation. A context.

    Reads are at least as fresh as the last command: its `position` goes with each of them. When
    left it waits until others read what it did, as long as the API waits.
    With `as_of` all of them are of one position: a time becomes the one that it first meant.
    What gets no answer is asked again for `patience_s`: every command has a key of its own,
    so that it is done once.
    """

    http: httpx2.Client
    patience_s: float = 0.0
    position: int = 0
    as_of: str | None = None

    @classmethod
    def of(cls, url: str, token: str, patience_s: float = 0.0) -> Self:
        headers = {"Authorization": f"Bearer {token}"}
        transport = httpx2.HTTPTransport(retries=2)  # connections alone
        http = httpx2.Client(
            base_url=url, headers=headers, timeout=TIMEOUT_S, transport=transport, trust_env=False
        )
        return cls(http, patience_s)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if kind is None and self.position:
            with suppress(httpx2.HTTPError):
                self.http.get(VIEWS, headers={"YT-Position": str(self.position)})
        self.http.close()

    def get(self, path: str, params: Mapping[str, str] | None = None) -> Answer:
        headers = {"YT-Position": str(self.position)}
        asked = dict(params or {}) | ({} if self.as_of is None else {"as_of": self.as_of})
        answer = self._sent("GET", path, params=asked, headers=headers)
        self.as_of = answer.headers.get("YT-As-Of", self.as_of)
        return self._answer(answer)

    def post(self, path: str, body: object, key: str) -> Answer:
        return self._command("POST", path, body, key)

    def put(self, path: str, body: object, key: str) -> Answer:
        return self._command("PUT", path, body, key)

    def delete(self, path: str, key: str) -> Answer:
        return self._answer(self._sent("DELETE", path, headers={"Idempotency-Key": key}))

    def pages(self, path: str, params: Mapping[str, str] | None = None) -> Iterator[Answer]:
        """Every row of a list, asked for page by page as far as they are wanted."""
        asked = {"limit": str(PAGE_ROWS), **(params or {})}
        while True:
            page = self.get(path, asked)
            yield from page["items"]
            if page["next"] is None:
                return
            asked["cursor"] = str(page["next"])

    def upload(
        self, file: Path, name: str, rights: object | None = None, kind: str | None = None
    ) -> Answer:
        """One file; the key derives from its bytes, so that the same file is one asset."""
        fields = {} if rights is None else {"rights": orjson.dumps(rights).decode()}
        fields |= {} if kind is None else {"kind": kind}
        with file.open("rb") as data:
            digest = file_digest(data, "sha256")
            digest.update(name.encode() + orjson.dumps(rights) + (kind or "").encode())
            return self._answer(
                self._sent(
                    "POST",
                    "/api/v1/assets",
                    files={"file": (name, data)},
                    data=fields,
                    headers={"Idempotency-Key": f"upload-{digest.hexdigest()}"},
                )
            )

    def read_file(self, path: str) -> bytes:
        answer = self._sent("GET", path)
        if answer.status_code >= FIRST_ERROR:
            self._refuse(answer)
        return answer.content

    def save(self, path: str, file: Path) -> None:
        """A file of any size, piece by piece. Raises BadInput; then `file` is as it was."""
        beside = file.with_name(f".{file.name}.part")
        try:
            with beside.open("wb") as target:
                self._stream(path, target)
            beside.replace(file)
        except OSError as wrong:
            raise BadInput(
                f"{file} cannot be written ({wrong.strerror}): name a file in a folder that is"
                " there and has room"
            ) from wrong
        finally:
            with suppress(OSError):
                beside.unlink(missing_ok=True)

    def ready(self) -> bool:
        try:
            return self.http.get("/readyz").is_success
        except httpx2.HTTPError:
            return False

    def _command(self, method: str, path: str, body: object, key: str) -> Answer:
        return self._answer(self._sent(method, path, json=body, headers={"Idempotency-Key": key}))

    def _sent(self, method: str, path: str, **how: Any) -> httpx2.Response:
        begun, wait_s, told = time.monotonic(), WAIT_FIRST_S, False
        while True:
            answer = self._tried(method, path, **how)
            elapsed_s = time.monotonic() - begun
            if isinstance(answer, httpx2.Response):
                if answer.status_code != UNAVAILABLE or elapsed_s > self.patience_s:
                    return answer
            elif elapsed_s > self.patience_s:
                raise NotRunning(_away(self.http, answer)) from answer
            if elapsed_s > QUIET_S and not told:
                told = True
                say(f"no answer; asking again for {self.patience_s - elapsed_s:.0f} s")
            time.sleep(wait_s)
            wait_s = min(wait_s * 2, WAIT_LAST_S)

    def _stream(self, path: str, target: IO[bytes]) -> None:
        try:
            with self.http.stream("GET", path) as answer:
                if answer.status_code >= FIRST_ERROR:
                    answer.read()
                    self._refuse(answer)
                for piece in answer.iter_bytes():
                    target.write(piece)
        except httpx2.HTTPError as broken:
            raise NotRunning(_away(self.http, broken)) from broken

    def _tried(self, method: str, path: str, **how: Any) -> httpx2.Response | httpx2.HTTPError:
        try:
            return self.http.request(method, path, **how)
        except httpx2.HTTPError as broken:
            return broken

    def _answer(self, answer: httpx2.Response) -> Answer:
        if answer.status_code >= FIRST_ERROR:
            self._refuse(answer)
        found: Answer = orjson.loads(answer.content)
        if answer.request.method != "GET":
            self.position = max(self.position, int(found.get("position", 0)))
        return found

    def _refuse(self, answer: httpx2.Response) -> None:
        try:
            problem = orjson.loads(answer.content)
        except orjson.JSONDecodeError:
            problem = {}
        sentence = text_of(problem, "detail") or f"the API answered {answer.status_code}"
        code = text_of(problem, "code")
        told = f"{sentence} ({code})" if code else sentence
        if answer.status_code >= SERVER_ERROR:
            raise NotRunning(told)
        raise BadInput(told, code)


def _away(http: httpx2.Client, broken: httpx2.HTTPError) -> str:
    where = f"{http.base_url} does not answer ({type(broken).__name__})"
    return f"{where}; start it with `make run`"


def running_url(home: Home) -> str | None:
    """Where an installation in this home answers; None where none was started here."""
    try:
        found = orjson.loads(home.running.read_bytes())
    except (FileNotFoundError, orjson.JSONDecodeError):
        return None
    return text_of(found, "url") or None


def connect(as_of: str | None = None) -> Client:
    """The installation that runs in YTEMPIRE_HOME, else on the configured address.

    What is read there is as of a time or a position, if one is named.
    """
    its = settings()
    home = Home(its.ytempire_home)
    if not home.owner_token.exists():
        raise NotRunning(f"nothing has run in {home.root} yet; start it with `make run`")
    url = running_url(home) or f"http://{its.http.host}:{its.http.port}"
    patience_s = PATIENCE_S if in_use(home.root) else 0.0
    client = Client.of(url, owner_token(home), patience_s)
    client.as_of = as_of
    return client
