"""What the sealer counts."""

from prometheus_client import Gauge

UNSEALED = Gauge("ytempire_audit_unsealed_events", "Events that no seal covers yet.")
UNANCHORED = Gauge("ytempire_audit_unanchored_seals", "Seals that stand in the database alone.")
SEALED_AT = Gauge("ytempire_audit_sealed_timestamp_seconds", "When the last seal was made.")
FAULT = Gauge("ytempire_audit_fault", "1 while sealing or anchoring cannot go on.")
