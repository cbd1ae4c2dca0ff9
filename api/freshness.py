"""How far the tables have come behind the ledger."""

from fastapi import APIRouter, Response

from api.answers import Standing
from api.dependencies import Deps
from api.permissions import Permission, needs
from api.reads import Fresh, describes
from queries import freshness

router = APIRouter(prefix="/api/v1/views", tags=["system"])


@router.get(
    "",
    response_class=Response,
    responses=describes(Standing),
    dependencies=[needs(Permission.SYSTEM_READ)],
)
async def list_views(deps: Deps, fresh: Fresh) -> Response:
    """Say how fresh each view is, and what holds it up."""
    await fresh.of_views()
    found = await freshness.standing(deps.reader)
    return Response(found, headers=fresh.headers, media_type="application/json")
