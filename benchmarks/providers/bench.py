"""What every measure is given, and what two of them share: a bad day of a whole installation."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.claims import Figures
from benchmarks.providers.bad_day import BadDay

RUNS, FILMS = 200, 20
QUICK_RUNS, QUICK_FILMS = 20, 3


@dataclass
class Bench:
    """`folder` goes after the run."""

    folder: Path
    runs: int
    films: int
    tell: Callable[[str], None]
    days: list[BadDay] = field(default_factory=list)

    @property
    def day(self) -> BadDay:
        """Lived through once, by whichever measure asks first."""
        if not self.days:
            self.days.append(BadDay.lived(self.folder / "day", self.films, self.tell))
        return self.days[0]


Measure = Callable[[Bench], Figures]
