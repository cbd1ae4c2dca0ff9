"""What was learned of how long voices take, kept in Redis for all workers.

`voice-length:<provider>:<model>:<mode>:<manner>:<language>`. Losing it costs the next film some
seconds more or less, which its voice is then stretched by, within bounds.
"""

from dataclasses import dataclass

import structlog
from pydantic import TypeAdapter

from domain.voice_length import LengthRatio, Voice
from infra.worker.cells import Away, Cells

KEPT_MS = 180 * 24 * 3_600_000
ITS: TypeAdapter[LengthRatio] = TypeAdapter(LengthRatio)
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class SharedVoiceLengths:
    """Implements the port `VoiceLengths`; where Redis does not answer, nothing is known."""

    cells: Cells

    async def of(self, voice: Voice) -> float:
        def decide(stored: bytes | None, _now_ms: int) -> tuple[None, int, LengthRatio]:
            return None, 0, _ratio(stored)

        try:
            return (await self.cells.change(_key(voice), decide)).value
        except Away as away:
            log.warning("voice's length not known", why=str(away))
            return LengthRatio().value

    async def hear(self, voice: Voice, spoken_s: float, usual_s: float) -> None:
        def decide(stored: bytes | None, _now_ms: int) -> tuple[bytes, int, None]:
            return ITS.dump_json(_ratio(stored).after(spoken_s, usual_s)), KEPT_MS, None

        try:
            await self.cells.change(_key(voice), decide)
        except Away as away:
            log.warning("voice's length not kept", why=str(away))


def _key(voice: Voice) -> str:
    by = voice.provider
    return f"voice-length:{by.name}:{by.model}:{by.mode}:{voice.manner}:{voice.language}"


def _ratio(stored: bytes | None) -> LengthRatio:
    return LengthRatio() if stored is None else ITS.validate_json(stored)
