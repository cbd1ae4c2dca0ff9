"""Which measure finds which goals."""

from collections.abc import Mapping

from benchmarks.providers import canaries, films, killing
from benchmarks.providers.bench import Measure

MEASURES: Mapping[str, Measure] = {
    "P2": killing.measure,
    "P6": films.measure,
    "P7": canaries.measure,
}
