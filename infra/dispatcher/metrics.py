"""What the dispatcher counts."""

from prometheus_client import Counter, Gauge

DUE = Gauge("ytempire_jobs_due", "Jobs that are due and that nobody works at.", ["kind"])
UNREAD = Gauge("ytempire_wakes_unread", "Wake-ups that no worker has read yet.", ["kind"])
WAKES = Counter("ytempire_wakes", "Wake-ups sent.", ["kind"])
AGAIN = Counter("ytempire_wakes_again", "Wake-ups sent again, since nobody took the job.", ["kind"])
LOOK_SECONDS = Gauge("ytempire_dispatch_seconds", "How long the last look took.")
