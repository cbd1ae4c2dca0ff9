"""What this installation can be asked for, where that depends on its settings."""

from typing import Any

from fastapi import APIRouter

from api.answers import Answer
from api.dependencies import Deps
from api.permissions import Permission, needs

router = APIRouter(prefix="/api/v1/capabilities", tags=["system"])


class Capabilities(Answer):
    """`topics`: a video may be asked for with a topic in place of a source text."""

    topics: bool


@router.get("", response_model=Capabilities, dependencies=[needs(Permission.VIDEOS_READ)])
async def read_capabilities(deps: Deps) -> Any:
    """Read what may be asked for here."""
    return Capabilities(topics=deps.researches)
