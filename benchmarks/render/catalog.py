"""Which measure finds which goals."""

from collections.abc import Mapping

from benchmarks.render import (
    contest,
    fidelity,
    length,
    loudness,
    memory,
    motion,
    resume,
    synchrony,
)
from benchmarks.render.bench import Measure

MEASURES: Mapping[str, Measure] = {
    "R1": contest.encode_only,
    "R2": contest.moviepy,
    "R3": contest.zoompan,
    "R4": motion.measure,
    "R5": fidelity.measure,
    "R6": memory.measure,
    "R7": length.measure,
    "R8": resume.measure,
    "R9": loudness.measure,
    "R10": synchrony.measure,
}
