"""Which measure finds which goals."""

from collections.abc import Mapping

from benchmarks.ledger import (
    append,
    connections,
    decode,
    duplicates,
    endurance,
    hot,
    jobs,
    latency,
    processes,
    projection,
    reads,
    rebuild,
    sealing,
    streams,
    switching,
    visible,
)
from benchmarks.ledger.measures import Measure

MEASURES: Mapping[str, Measure] = {
    "G1": append.fast,
    "G2": append.slow,
    "G3": latency.measure,
    "G4": endurance.measure,
    "G5": projection.measure,
    "G6": rebuild.measure,
    "G7": switching.measure,
    "G8": visible.measure,
    "G9": reads.measure,
    "G10": jobs.measure,
    "G11": sealing.measure,
    "G12": connections.measure,
    "G13": duplicates.measure,
    "G14": decode.measure,
    "G15": streams.measure,
    "G16": hot.measure,
    "G17": processes.measure,
}
