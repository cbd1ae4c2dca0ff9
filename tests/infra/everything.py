"""Both servers and two programs under one supervisor, their process ids in `HOME/pids`."""

import sys
from pathlib import Path

import redis

from infra.embedded import stack
from infra.embedded.child import Program
from infra.embedded.supervisor import Supervisor
from infra.settings import Embedded

LIMITS = Embedded()


def main(home: Path) -> None:
    pids = home / "pids"
    code = f"import os, time; print(os.getpid(), file=open({str(pids)!r}, 'a')); time.sleep(600)"
    postgres, queue = stack.postgres(home, LIMITS), stack.redis(home, LIMITS)
    with Supervisor(home, LIMITS) as supervisor:
        supervisor.serve(postgres)
        supervisor.serve(queue)
        with redis.Redis.from_url(queue.url) as client:
            server = client.info("server")["process_id"]
        master = (postgres.socket / "data" / "postmaster.pid").read_text().splitlines()[0]
        pids.write_text(f"{master}\n{server}\n")
        supervisor.watch(Program(name, (sys.executable, "-c", code)) for name in ("one", "two"))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
