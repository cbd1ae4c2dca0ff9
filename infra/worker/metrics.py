"""What a worker counts."""

from prometheus_client import Counter, Histogram

ATTEMPTS = Counter("ytempire_attempts", "Leases of jobs, by how they ended.", ["kind", "ending"])
SECONDS = Histogram(
    "ytempire_attempt_seconds",
    "How long the work of one lease took.",
    ["kind"],
    buckets=(0.1, 0.5, 1, 5, 15, 60, 300, 1800),
)
LEASES_LOST = Counter("ytempire_leases_lost", "Leases that passed on while work was under way.")
