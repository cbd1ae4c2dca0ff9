"""Where today's versions of views lie: tests of them outlast the next version."""

from projections.catalog import PROJECTIONS

FIRST = {it.name: f"view_{it.name}_{it.version}" for it in PROJECTIONS}
"""The schema of each view's first build."""

VIDEO_VIEW, CHANNEL_VIEW = FIRST["video"], FIRST["channel"]
COST_VIEW = FIRST["cost"]
