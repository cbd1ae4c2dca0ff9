"""What a projector counts."""

from prometheus_client import Gauge

BEHIND = Gauge("ytempire_events_behind", "Events that a view has yet to follow.", ["projection"])
PAUSED = Gauge("ytempire_view_paused", "1 where a view waits before an event.", ["projection"])
PARKED = Gauge("ytempire_streams_parked", "Streams that a view has stopped at.", ["projection"])
