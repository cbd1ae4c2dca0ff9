"""What every measure is given, and what two of them share: a bad day of a whole installation."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.claims import Figures
from benchmarks.providers.bad_day import BadDay
from tests.standins.faults import USUAL, Fault, Kind

RUNS, FILMS = 200, 20
QUICK_RUNS, QUICK_FILMS = 20, 3


@dataclass
class Bench:
    """`folder` goes after the run; `quick` leaves out what is waited for over minutes."""

    folder: Path
    runs: int
    films: int
    quick: bool
    tell: Callable[[str], None]
    days: list[BadDay] = field(default_factory=list)

    @property
    def day(self) -> BadDay:
        """Lived through once, by whichever measure asks first."""
        if not self.days:
            self.days.append(BadDay.lived(self.folder / "day", self.films, self._kinds, self.tell))
        return self.days[0]

    @property
    def _kinds(self) -> tuple[Fault, ...]:
        """What befalls a voice: where the provider may be at work, a job waits for two minutes."""
        return tuple(it for it in USUAL if not self.quick or it.kind is not Kind.DROP_BEFORE_BODY)


Measure = Callable[[Bench], Figures]
