"""What a ledger's writer counts."""

from prometheus_client import Counter, Gauge, Histogram

COMMANDS = Histogram(
    "ytempire_ledger_batch_commands",
    "Commands that one transaction carried out.",
    buckets=(1, 2, 4, 8, 16, 32, 64, 128, 256, 512),
)
COMMIT_S = Histogram(
    "ytempire_ledger_commit_seconds",
    "From sending a batch to knowing that it is committed.",
    buckets=(0.0005, 0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5),
)
CONFLICTS = Counter(
    "ytempire_ledger_conflicts_total", "Batches of which another process overtook a part."
)
WAITING = Gauge("ytempire_ledger_waiting", "Commands that wait while a batch is committed.")
REFUSED = Counter(
    "ytempire_ledger_refused_busy_total", "Commands turned away because too many waited."
)
LOST = Counter("ytempire_ledger_connections_lost_total", "Connections lost while writing.")
