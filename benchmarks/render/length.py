"""R7: whether a second of film costs the same in a film of a minute and of an hour, at 360p.

CPU seconds of all processes, drawing, encoding, sound and stitching, less what a film of a few
tiny frames takes: the start of the processes, which a film pays once. Beside it what the
renderer itself meters, which is what a film is charged.
"""

from benchmarks.claims import Figure, Figures
from benchmarks.render import long
from benchmarks.render.bench import Bench
from benchmarks.render.long import LongFilm
from benchmarks.render.ours import film
from domain.timeline import FULL, Box, Canvas

BETWEEN = (10,)
MS = 1_000
TINY, TINY_FRAMES = Canvas(64, 36, 30), 15


def measure(bench: Bench) -> Figures:
    lengths = [1, *(it for it in BETWEEN if it < bench.minutes and not bench.quick), bench.minutes]
    start_s = _start_s(bench)
    films = {it: long.film(bench, it) for it in lengths}
    costs = {it: (film.rendered.ran.cpu_s - start_s) / film.seconds for it, film in films.items()}
    metered = {it: _metered(film) for it, film in films.items()}
    told = ", ".join(f"{it} min {cost * MS:.0f} ms" for it, cost in costs.items())
    charged = ", ".join(f"{it} min {cost * MS:.0f} ms" for it, cost in metered.items())
    note = f"{told}; metered {charged}; {start_s:.1f} CPU s to start"
    return {"R7": Figure(round(_furthest(costs), 1), note=note)}


def _start_s(bench: Bench) -> float:
    """CPU seconds before anything is drawn: the better of two, as kernels get compiled."""
    tiny = film(TINY, TINY_FRAMES, [Box(0, TINY_FRAMES, FULL, "#203040")])
    return min(bench.ours(tiny).ran.cpu_s for _ in range(2))


def _metered(film: LongFilm) -> float:
    return float(film.rendered.ran.told["metered_ms"]) / MS / film.seconds


def _furthest(costs: dict[int, float]) -> float:
    """Per cent off a minute's."""
    return max(abs(it / costs[1] - 1) * 100 for it in costs.values())
