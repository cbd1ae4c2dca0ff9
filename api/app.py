"""The HTTP API, put together: what stands before every operation, and all operations."""

from collections import Counter
from functools import cache

from fastapi import APIRouter, Depends, FastAPI
from starlette.routing import BaseRoute

from api import (
    account,
    asset,
    audit,
    capabilities,
    channel,
    costs,
    email_verification,
    errors,
    freshness,
    health,
    jobs,
    page,
)
from api.as_of import live_only
from api.auth import Bearer
from api.edge import Edge, Meters
from api.head import Head
from api.limits import BodyLimit, single_values
from api.openapi import describe
from api.permissions import refuse_undeclared
from api.ports import Dependencies
from api.video import (
    appeal,
    asking,
    brief,
    editing,
    files,
    live,
    narration,
    preview,
    reading,
    thumbnails,
)

VERSION = "1.0.0"
ROUTERS: tuple[APIRouter, ...] = (
    account.router,
    email_verification.router,
    channel.router,
    asset.router,
    asking.router,
    reading.router,
    editing.router,
    narration.router,
    files.router,
    live.router,
    preview.router,
    thumbnails.router,
    brief.router,
    appeal.router,
    costs.router,
    jobs.router,
    audit.router,
    freshness.router,
    capabilities.router,
    health.router,
    page.router,
)


def create_app(deps: Dependencies) -> FastAPI:
    app = operations()
    app.state.deps = deps
    app.state.streams = Counter()
    errors.install(app, deps)
    app.add_middleware(BodyLimit, limits=deps.limits)
    app.add_middleware(Bearer, tokens=deps.tokens)
    app.add_middleware(Edge, meters=Meters.of(deps.metrics))
    app.add_middleware(Head)
    return app


def operations() -> FastAPI:
    """Everything that may be asked, described. Raises TypeError where one names no permission."""
    app = FastAPI(
        title="YTEMPIRE API",
        version=VERSION,
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        routes=list(_routes()),
    )
    describe(app)
    return app


@cache
def _routes() -> tuple[BaseRoute, ...]:
    """Worked out once in a process: every operation's models take most of an app's making."""
    its = APIRouter(
        dependencies=[Depends(single_values), Depends(live_only)],
        generate_unique_id_function=lambda route: route.name,
    )
    for router in ROUTERS:
        its.include_router(router)
    refuse_undeclared(its.routes)
    return tuple(its.routes)
