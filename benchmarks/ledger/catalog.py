"""Which measure finds which goals."""

from collections.abc import Mapping

from benchmarks.ledger import append, decode, hot, latency
from benchmarks.ledger.measures import Measure

MEASURES: Mapping[str, Measure] = {
    "G1": append.fast,
    "G2": append.slow,
    "G3": latency.measure,
    "G14": decode.measure,
    "G16": hot.measure,
}
