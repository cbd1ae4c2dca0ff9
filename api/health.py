"""Whether this process answers, whether it can do its work, and its figures."""

from typing import Any, Literal

from fastapi import APIRouter, Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from pydantic import BaseModel

from api.dependencies import Deps
from api.errors import Problem
from api.permissions import EVERYBODY, Permission, needs

router = APIRouter(tags=["system"])
TEXT: dict[int | str, dict[str, Any]] = {
    200: {"description": "Figures.", "content": {"text/plain": {"schema": {"type": "string"}}}}
}


class Alive(BaseModel):
    status: Literal["ok"] = "ok"


@router.get("/healthz", response_model=Alive, dependencies=[EVERYBODY])
async def is_alive() -> Any:
    """Say that this process answers."""
    return Alive()


@router.get("/readyz", response_model=Alive, dependencies=[EVERYBODY])
async def is_ready(deps: Deps) -> Any:
    """Say whether everything that requests need works, and what does not."""
    parts = await deps.health.parts()
    unwell = sorted(name for name, works in parts.items() if not works)
    if unwell:
        headers = {"Retry-After": str(deps.limits.retry_after_s)}
        raise Problem("not-well", f"Not working now: {', '.join(unwell)}.", headers=headers)
    return Alive()


@router.get(
    "/metrics",
    response_class=Response,
    responses=TEXT,
    dependencies=[needs(Permission.SYSTEM_READ)],
)
async def read_metrics(deps: Deps) -> Response:
    """Read the figures of this process, in Prometheus' text format."""
    return Response(generate_latest(deps.metrics), media_type=CONTENT_TYPE_LATEST)
