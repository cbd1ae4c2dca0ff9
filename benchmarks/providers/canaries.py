"""P7: keys, tokens, a password, prompts and a private text, searched for after a bad day.

Searched is all that the installation keeps and says; what is found is named.
"""

from benchmarks.claims import Figure, Figures
from benchmarks.providers import planted
from benchmarks.providers.bench import Bench


def measure(bench: Bench) -> Figures:
    day = bench.day
    pairs = sorted((word, place) for word, places in day.found.items() for place in places)
    for word, place in pairs:
        bench.tell(f"found: {word[:40]} in {place}")
    count = sum(1 for _ in planted.words()) + 1
    return {"P7": Figure(len(pairs), note=f"{count} planted, {day.searched} places searched")}
