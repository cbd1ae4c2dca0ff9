"""Every projection there is."""

from projections import account, audit, budget, channel, cost, jobs, journal, provider, video
from projections.projection import Projection

PROJECTIONS: tuple[Projection, ...] = (
    account.PROJECTION,
    audit.PROJECTION,
    budget.PROJECTION,
    channel.PROJECTION,
    cost.PROJECTION,
    jobs.PROJECTION,
    journal.PROJECTION,
    provider.PROJECTION,
    video.PROJECTION,
)
