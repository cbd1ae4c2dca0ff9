"""A bucket over a real socket: conditional PUT, GET, HEAD, DELETE and ListObjectsV2 as S3 has them.

Every request has to be signed for the one access key, and names a bucket that there is.
"""

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from hashlib import md5
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlsplit
from xml.sax.saxutils import escape, unescape

BUCKET, ACCESS_KEY, SECRET_KEY = "anchors", "AKIAOFATEST", "a-secret-of-a-test"
LISTED = 2
"""Keys of one page; S3 has 1,000 at most."""
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


@dataclass
class Bucket:
    """What is stored by now, what was asked, and where it listens.

    `broken` answers everything with 503, `failing` so many requests; `cut` ends every body of an
    object half-way. `modified` says when an object was stored, `now` when one is being stored.
    """

    url: str = ""
    objects: dict[str, bytes] = field(default_factory=dict)
    modified: dict[str, datetime] = field(default_factory=dict)
    requests: list[str] = field(default_factory=list)
    now: datetime = NOON
    broken: bool = False
    failing: int = 0
    cut: bool = False

    @property
    def env(self) -> dict[str, str]:
        return {
            "AWS_ENDPOINT_URL": self.url,
            "AWS_ALLOW_HTTP": "true",
            "AWS_REGION": "eu-central-1",
            "AWS_ACCESS_KEY_ID": ACCESS_KEY,
            "AWS_SECRET_ACCESS_KEY": SECRET_KEY,
        }

    @property
    def troubled(self) -> bool:
        """Whether this request is answered with 503."""
        self.failing -= 1
        return self.broken or self.failing >= 0


@contextmanager
def bucket() -> Iterator[Bucket]:
    its = Bucket()

    class Its(Handler):
        bucket = its

    with ThreadingHTTPServer(("127.0.0.1", 0), Its) as server:
        its.url = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield its
        finally:
            server.shutdown()
            thread.join()


class Handler(BaseHTTPRequestHandler):
    bucket: Bucket

    def do_PUT(self) -> None:
        data = self._body()
        key = self._key()
        if key is None:
            return
        if self.headers.get("If-None-Match") == "*" and key in self.bucket.objects:
            self._refuse(412, "PreconditionFailed")
            return
        self.bucket.objects[key] = data
        self.bucket.modified[key] = self.bucket.now
        self._answer(200, b"", ETag=_etag(data))

    def do_GET(self) -> None:
        key = self._key()
        if key is None:
            return
        if not key:
            self._list()
        elif key in self.bucket.objects:
            self._give(key)
        else:
            self._refuse(404, "NoSuchKey")

    def do_HEAD(self) -> None:
        self.do_GET()

    def do_POST(self) -> None:
        """DeleteObjects alone."""
        asked = self._body().decode()
        if self._key() is None:
            return
        gone = re.findall(r"<Key>(.*?)</Key>", asked)
        for key in gone:
            self.bucket.objects.pop(unescape(key), None)
        told = "".join(f"<Deleted><Key>{key}</Key></Deleted>" for key in gone)
        self._answer(200, f"<DeleteResult>{told}</DeleteResult>".encode())

    def _body(self) -> bytes:
        return self.rfile.read(int(self.headers["Content-Length"]))

    def _key(self) -> str | None:
        """None where it was refused."""
        signed = f"AWS4-HMAC-SHA256 Credential={ACCESS_KEY}/"
        place, _, key = unquote(urlsplit(self.path).path).lstrip("/").partition("/")
        self.bucket.requests.append(f"{self.command} {key}")
        if self.bucket.troubled:
            self._refuse(503, "SlowDown")
        elif not self.headers.get("Authorization", "").startswith(signed):
            self._refuse(403, "AccessDenied")
        elif place != BUCKET:
            self._refuse(404, "NoSuchBucket")
        else:
            return key
        return None

    def _give(self, key: str) -> None:
        data = self.bucket.objects[key]
        when = self.bucket.modified.get(key, NOON)
        told = {"ETag": _etag(data), "Last-Modified": format_datetime(when, usegmt=True)}
        piece = re.fullmatch(r"bytes=(\d+)-(\d*)", self.headers.get("Range", ""))
        if piece is None:
            self._answer(200, data, cut=self.bucket.cut, **told)
            return
        first, last = int(piece[1]), min(int(piece[2] or len(data)), len(data) - 1)
        told["Content-Range"] = f"bytes {first}-{last}/{len(data)}"
        self._answer(206, data[first : last + 1], cut=self.bucket.cut, **told)

    def _list(self) -> None:
        asked = {name: it[0] for name, it in parse_qs(urlsplit(self.path).query).items()}
        after = asked.get("continuation-token", "")
        found = sorted(
            it
            for it in self.bucket.objects
            if it.startswith(asked.get("prefix", "")) and it > after
        )
        page, more = found[:LISTED], len(found) > LISTED
        token = f"<NextContinuationToken>{escape(page[-1])}</NextContinuationToken>" if more else ""
        body = "".join(map(self._entry, page))
        self._answer(
            200,
            (
                '<?xml version="1.0" encoding="UTF-8"?><ListBucketResult>'
                f"<IsTruncated>{str(more).lower()}</IsTruncated>{token}{body}</ListBucketResult>"
            ).encode(),
        )

    def _entry(self, key: str) -> str:
        data, when = self.bucket.objects[key], self.bucket.modified.get(key, NOON)
        return (
            f"<Contents><Key>{escape(key)}</Key><Size>{len(data)}</Size>"
            f"<LastModified>{when:%Y-%m-%dT%H:%M:%S}.000Z</LastModified>"
            f"<ETag>{escape(_etag(data))}</ETag></Contents>"
        )

    def _refuse(self, status: int, code: str) -> None:
        self._answer(status, f"<Error><Code>{code}</Code></Error>".encode())

    def _answer(self, status: int, body: bytes, *, cut: bool = False, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body[: len(body) // 2] if cut else body)

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing."""


def _etag(data: bytes) -> str:
    return f'"{md5(data, usedforsecurity=False).hexdigest()}"'
