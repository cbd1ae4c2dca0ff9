"""S3 as moto has it, over a real socket: what others found out of S3, beside what `s3` says.

    with moto_s3() as env: ...

`env` has everything that a client is told by its environment; the bucket is `films`.
"""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.request import Request, urlopen

from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import make_server

BUCKET = "films"


@contextmanager
def moto_s3() -> Iterator[dict[str, str]]:
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    app = DomainDispatcherApplication(create_backend_app)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        url = f"http://127.0.0.1:{server.server_port}"
        with urlopen(Request(f"{url}/{BUCKET}", method="PUT")):  # noqa: S310 - it is loopback
            yield {
                "AWS_ENDPOINT_URL": url,
                "AWS_ALLOW_HTTP": "true",
                "AWS_REGION": "us-east-1",
                "AWS_ACCESS_KEY_ID": "of-a-test",
                "AWS_SECRET_ACCESS_KEY": "of-a-test",
            }
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
