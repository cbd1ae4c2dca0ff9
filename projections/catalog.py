"""Every projection there is."""

from projections import jobs
from projections.projection import Projection

PROJECTIONS: tuple[Projection, ...] = (jobs.PROJECTION,)
