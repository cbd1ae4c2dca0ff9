"""Whatever is opened, read, done or lost between looks, the lanes hold what they should."""

from collections import Counter
from dataclasses import dataclass, field
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from domain.ids import AccountId, JobId
from infra.dispatcher.due import Due
from infra.dispatcher.plan import Planner, Sent
from infra.settings import Dispatcher as Limits
from infra.wakes import Entry, Standing, lanes

LIMITS = Limits(next_max=1, rewake_s=2)
NEXT, REST = lanes("render")
acts = st.one_of(
    st.tuples(st.just("open"), st.integers(1, 3)),
    st.tuples(st.just("read"), st.sampled_from([NEXT, REST])),
    st.tuples(st.just("finish"), st.integers(0, 9)),
    st.tuples(st.just("empty"), st.just(0)),
)


@dataclass
class Lanes:
    """Streams as Redis keeps them, and a dispatcher's memory of them."""

    due: list[Due] = field(default_factory=list)
    sent: dict[JobId, Sent] = field(default_factory=dict)
    waiting: dict[str, dict[int, JobId]] = field(default_factory=lambda: {NEXT: {}, REST: {}})
    read: Counter[str] = field(default_factory=Counter)
    written: Counter[str] = field(default_factory=Counter)
    opened: int = 0

    def act(self, what: str, which: int | str) -> None:
        if what == "open":
            self.opened += 1
            account = AccountId(UUID(int=int(which)))
            self.due.append(Due(JobId(UUID(int=self.opened)), "render", account))
        elif what == "finish":
            self.due = [it for n, it in enumerate(self.due) if n != which]
        elif what == "empty":
            self.waiting, self.read, self.written = {NEXT: {}, REST: {}}, Counter(), Counter()
        elif self.waiting[str(which)]:
            self.read[str(which)] = next(iter(self.waiting[str(which)]))
            del self.waiting[str(which)][self.read[str(which)]]

    def look(self) -> None:
        standing = {it: Standing((0, self.written[it]), (0, self.read[it])) for it in (NEXT, REST)}
        plan = Planner(self.sent, standing, LIMITS, now_s=0.0).plan(self.due)
        for entry in plan.drop:
            del self.waiting[entry.stream][entry.place[1]]
        self.sent = {it.job_id: its for it in self.due if (its := self.sent.get(it.job_id))}
        for stream, job in plan.send:
            self.written[stream] += 1
            self.waiting[stream][self.written[stream]] = job.job_id
            self.sent[job.job_id] = Sent(Entry(stream, (0, self.written[stream])), 0.0)


@given(st.lists(acts, max_size=40))
def test_every_due_job_waits_once_and_every_account_has_one_in_front(
    happened: list[tuple[str, int | str]],
) -> None:
    its = Lanes()
    for what, which in happened:
        its.act(what, which)
        its.look()
        woken = [*its.waiting[NEXT].values(), *its.waiting[REST].values()]
        assert len(woken) == len(set(woken))
        assert set(woken) <= {it.job_id for it in its.due}
        owners = {it.job_id: it.account_id for it in its.due}
        in_front = {owners[it] for it in its.waiting[NEXT].values()}
        assert {owners[it] for it in woken} == in_front
        for job_id in set(owners) - set(woken):
            entry = its.sent[job_id].entry
            assert entry.place[1] <= its.read[entry.stream]
        if what == "empty":
            assert set(woken) == set(owners)
