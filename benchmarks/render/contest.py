"""R1, R2, R3: how fast, beside encode-only, MoviePy and ffmpeg's zoompan.

All take turns within a round, after a second of each film was made for nothing: kernels are
compiled once on a machine. fps of a whole film, from the call to the finished file, the best
of the rounds; CPU seconds of every process, the median. What was installed, loaded or drawn
before (environments, encode-only's frames) does not count. Ours is a film after the first of
its process, as nearly every film of a worker is: what draws is loaded, nothing is drawn. What
the first one takes, the loading with it, stands beside it (`R1-first`, `R2-first`, `R3-first`).
Encode-only has encoded a second before its clock runs.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from benchmarks.claims import Figure, Figures, NotMeasured
from benchmarks.render.bench import UPSCALE, Bench
from benchmarks.render.figures import cost_ratio, cpu, fps, rate_ratio
from benchmarks.render.processes import Ran
from domain.timeline import Timeline

SLOW_ROUNDS_SHARE = 3
WARM_FRAMES = 80, 110
FIRST = "ours, first film"


@dataclass(slots=True)
class Contest:
    """The runs of one set by contestant; where one fails, why."""

    frames: int
    runs: dict[str, list[Ran]] = field(default_factory=dict)
    why: dict[str, str] = field(default_factory=dict)

    def run(self, who: str, go: Callable[[], Ran]) -> None:
        if who in self.why:
            return
        try:
            self.runs.setdefault(who, []).append(go())
        except NotMeasured as fault:
            self.why[who] = str(fault)

    def of(self, who: str) -> list[Ran]:
        """Raises NotMeasured."""
        if who in self.why:
            raise NotMeasured(f"{who}: {self.why[who]}")
        return self.runs[who]

    def rates(self, who: str) -> list[float]:
        return [fps(it, self.frames) for it in self.of(who)]

    def best(self, *who: str) -> str:
        return ", ".join(f"{it} {max(self.rates(it)):.1f} fps, {cpu(self.of(it))}" for it in who)


def encode_only(bench: Bench) -> Figures:
    grainy, clean, cards = (held(bench, it) for it in ("grainy", "clean", "cards"))
    first = rate_ratio(grainy.rates(FIRST), grainy.rates("encode-only"), grainy.best(FIRST))
    return {
        "R1": _over_encoding(grainy),
        "R1-first": first,
        "R1-clean": _over_encoding(clean),
        "R1-cards": _over_encoding(cards),
    }


def moviepy(bench: Bench) -> Figures:
    found: Figures = {}
    for set, id in (("grainy", "R2"), ("clean", "R2-clean")):
        of = held(bench, set)
        found[id] = cost_ratio(of.of("MoviePy"), of.of("ours"), of.best("ours", "MoviePy"))
        found[f"{id}-fps"] = rate_ratio(of.rates("ours"), of.rates("MoviePy"))
    of = held(bench, "grainy")
    found["R2-first"] = cost_ratio(of.of("MoviePy"), of.of(FIRST), of.best(FIRST))
    return found


def zoompan(bench: Bench) -> Figures:
    found: Figures = {}
    for set, id in (("grainy", "R3"), ("clean", "R3-clean")):
        of = held(bench, set)
        for who, its in (("zoompan", id), ("zoompan 4×", f"{id}-upscaled")):
            found[its] = rate_ratio(of.rates("ours"), of.rates(who), of.best("ours", who))
    of = held(bench, "grainy")
    found["R3-first"] = rate_ratio(of.rates(FIRST), of.rates("zoompan"), of.best(FIRST))
    return found


def held(bench: Bench, set: str) -> Contest:
    """The set's contest, among those whom the goals asked for need; held once."""
    if f"contest {set}" not in bench.shared:
        bench.shared[f"contest {set}"] = _held(bench, set)
    its: Contest = bench.shared[f"contest {set}"]
    return its


def _held(bench: Bench, set: str) -> Contest:
    timeline = bench.timeline(set)
    bench.ours(timeline.part(*WARM_FRAMES))
    contest = Contest(timeline.duration_frames)
    every = _contestants(bench, set, timeline)
    for n in range(bench.rounds):
        for who, (go, rounds) in every.items():
            if n < rounds:
                contest.run(who, go)
        told = (contest.best(it) for it in contest.runs if it not in contest.why)
        bench.tell(f"{set}: {'; '.join(told)}")
    return contest


def _contestants(
    bench: Bench, set: str, timeline: Timeline
) -> dict[str, tuple[Callable[[], Ran], int]]:
    """By name: what it does, in how many rounds; MoviePy takes a minute, so less often again."""
    rounds, seldom = bench.rounds, max(1, bench.rounds // SLOW_ROUNDS_SHARE)
    every: dict[str, tuple[Callable[[], Ran], int]] = {
        "ours": (lambda: bench.ours(timeline, warm=True).ran, rounds)
    }
    if set == "grainy":
        every[FIRST] = (lambda: bench.ours(timeline).ran, rounds)
    if "R1" in bench.asked:
        every["encode-only"] = (lambda: bench.encode_only(timeline), rounds)
    if set == "cards":
        return every
    of = bench.workload(grainy=set == "grainy")
    if "R2" in bench.asked:
        every["MoviePy"] = (lambda: bench.moviepy(of), rounds if set == "grainy" else seldom)
    if "R3" in bench.asked:
        every["zoompan"] = (lambda: bench.zoompan(of), rounds)
        every["zoompan 4×"] = (lambda: bench.zoompan(of, upscale=UPSCALE), rounds)
    return every


def _over_encoding(of: Contest) -> Figure:
    return rate_ratio(of.rates("ours"), of.rates("encode-only"), of.best("ours", "encode-only"))
