"""Every projection there is."""

from projections import account, audit, channel, cost, jobs, video
from projections.projection import Projection

PROJECTIONS: tuple[Projection, ...] = (
    account.PROJECTION,
    audit.PROJECTION,
    channel.PROJECTION,
    cost.PROJECTION,
    jobs.PROJECTION,
    video.PROJECTION,
)
