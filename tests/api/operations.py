"""Every operation of the API, and a request that makes sense for it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from fastapi import FastAPI

from tests.given import CHANNEL, NOON, PHOTO, TEXT, TUNE, VIDEO, blob

DECIDED = {
    "disclosure": {"realistic": False},
    "audience": {"made_for_kids": False},
    "paid_promotion": {"included": False},
}
RIGHTS = {"ownership": "own", "licence": "own work", "commercial_use": True}
BODIES: dict[str, Any] = {
    "place_legal_hold": {"reason": "books"},
    "lift_legal_hold": None,
    "erase_account": None,
    "ask_email_verification": None,
    "confirm_email": {"code": "AB2C-3D4E"},
    "open_channel": {"name": "Deep Sea", "language": "en"},
    "decide_defaults": {"decided": DECIDED, "rights": RIGHTS},
    "decide_captions": {"preset": "bold", "size_percent": 120},
    "decide_look": {"theme": "paper", "colours": {"accent": "#7a1d10"}, "end_card_s": 10},
    "decide_personality": {"personality": "Dry wit. No superlatives."},
    "decide_format": {"resolution": "2160p", "fps": 60},
    "choose_channel_music": {"asset_id": str(TUNE)},
    "drop_channel_music": None,
    "pause_channel": {"reason": "holidays"},
    "resume_channel": None,
    "grant_auto_publish": {"until": NOON.isoformat().replace("01T", "20T"), "per_day": 1},
    "revoke_auto_publish": None,
    "upload_asset": None,
    "decide_rights": RIGHTS,
    "generate_video": {"channel_id": str(CHANNEL), "source_asset_id": str(TEXT)},
    "edit_video": {"audience": {"made_for_kids": True}},
    "choose_music": {"asset_id": str(TUNE), "speaking_lu": 24},
    "drop_music": None,
    "choose_narration": {"asset_id": str(TUNE)},
    "drop_narration": None,
    "approve_video": {"film": blob("film"), "sidecar": blob("sidecar")},
    "reject_video": {"reason": "too long"},
    "cancel_video": {"reason": "not wanted"},
    "retry_video": None,
    "publish_video": None,
    "preview_video": None,
    "decide_cap": {"scope": "video", "amount": "5.00"},
    "adjust_cost": {
        "provider": "elevenlabs",
        "model": "eleven_multilingual_v2",
        "amount": "-0.25",
        "service_date": "2026-01-01",
        "reason": "invoice 7",
    },
}
PATHS = {
    "{channel_id}": str(CHANNEL),
    "{video_id}": str(VIDEO),
    "{asset_id}": str(PHOTO),
    "{name}": "film.mp4",
}


@dataclass(frozen=True)
class Operation:
    id: str
    method: str
    path: str
    permission: str | None

    @property
    def body(self) -> Any:
        """Raises KeyError for a command that nobody wrote a request for."""
        return None if self.method == "GET" else BODIES[self.id]

    @property
    def address(self) -> str:
        address = self.path
        for name, value in PATHS.items():
            address = address.replace(name, value)
        return address


def operations(app: FastAPI) -> Iterator[Operation]:
    for path, methods in app.openapi()["paths"].items():
        for method, its in methods.items():
            yield Operation(its["operationId"], method.upper(), path, its.get("x-permission"))
