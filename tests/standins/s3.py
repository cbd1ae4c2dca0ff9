"""A bucket over a real socket: conditional PUT, GET and ListObjectsV2 as S3 documents them.

Every request has to be signed for the one access key, and names a bucket that there is.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import md5
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlsplit
from xml.sax.saxutils import escape

BUCKET, ACCESS_KEY, SECRET_KEY = "anchors", "AKIAOFATEST", "a-secret-of-a-test"
LISTED = 2
"""Keys of one page; S3 has 1,000 at most."""


@dataclass
class Bucket:
    """What is stored by now, and where it listens; `broken` answers everything with 503."""

    url: str = ""
    objects: dict[str, bytes] = field(default_factory=dict)
    broken: bool = False

    @property
    def env(self) -> dict[str, str]:
        return {
            "AWS_ENDPOINT_URL": self.url,
            "AWS_ALLOW_HTTP": "true",
            "AWS_REGION": "eu-central-1",
            "AWS_ACCESS_KEY_ID": ACCESS_KEY,
            "AWS_SECRET_ACCESS_KEY": SECRET_KEY,
        }


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
        data = self.rfile.read(int(self.headers["Content-Length"]))
        key = self._key()
        if key is None:
            return
        if self.headers.get("If-None-Match") == "*" and key in self.bucket.objects:
            self._refuse(412, "PreconditionFailed")
            return
        self.bucket.objects[key] = data
        self._answer(200, b"", ETag=_etag(data))

    def do_GET(self) -> None:
        key = self._key()
        if key is None:
            return
        if not key:
            self._list()
        elif key in self.bucket.objects:
            data = self.bucket.objects[key]
            modified = "Fri, 20 Nov 2026 12:00:00 GMT"
            self._answer(200, data, **{"ETag": _etag(data), "Last-Modified": modified})
        else:
            self._refuse(404, "NoSuchKey")

    def _key(self) -> str | None:
        """None where it was refused."""
        signed = f"AWS4-HMAC-SHA256 Credential={ACCESS_KEY}/"
        place, _, key = unquote(urlsplit(self.path).path).lstrip("/").partition("/")
        if self.bucket.broken:
            self._refuse(503, "SlowDown")
        elif not self.headers.get("Authorization", "").startswith(signed):
            self._refuse(403, "AccessDenied")
        elif place != BUCKET:
            self._refuse(404, "NoSuchBucket")
        else:
            return key
        return None

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
        data = self.bucket.objects[key]
        return (
            f"<Contents><Key>{escape(key)}</Key><Size>{len(data)}</Size>"
            f"<LastModified>2026-11-20T12:00:00.000Z</LastModified>"
            f"<ETag>{escape(_etag(data))}</ETag></Contents>"
        )

    def _refuse(self, status: int, code: str) -> None:
        self._answer(status, f"<Error><Code>{code}</Code></Error>".encode())

    def _answer(self, status: int, body: bytes, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing."""


def _etag(data: bytes) -> str:
    return f'"{md5(data, usedforsecurity=False).hexdigest()}"'
