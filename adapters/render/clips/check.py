"""Looking into a clip from outside, in a process that is limited and thrown away."""

import asyncio
import json
import sys
from asyncio.subprocess import DEVNULL, PIPE
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from adapters.render.clips.confined import STANDARD, Allowance, why_ended
from adapters.render.clips.container import TAKEN
from adapters.render.clips.measure import AT_FAULT, Asked
from domain.clip import ClipFacts
from processors.errors import InvalidInput

ROOT = Path(__file__).parents[3]


@dataclass(frozen=True, slots=True)
class ClipCheck:
    """What may be taken: clips of at most `duration_max_ms`."""

    allowed: Allowance
    duration_max_ms: int

    async def check(self, path: Path, name: str) -> ClipFacts:
        """Raises InvalidInput: `clip-unreadable` or `clip-too-long`, with the file's name."""
        return (await self._ran(self._asked(path), name))[0]

    async def poster(
        self, path: Path, name: str, at_ms: int, size: tuple[int, int]
    ) -> tuple[ClipFacts, bytes]:
        """Also a JPEG of `size` (even), of what is seen soon after an instant."""
        asked = replace(
            self._asked(path), poster_ms=at_ms, poster_width=size[0], poster_height=size[1]
        )
        return await self._ran(asked, name)

    def _asked(self, path: Path) -> Asked:
        allowed = self.allowed
        return Asked(
            str(path.absolute()), self.duration_max_ms, allowed.memory_bytes, allowed.cpu_s
        )

    async def _ran(self, asked: Asked, name: str) -> tuple[ClipFacts, bytes]:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "adapters.render.clips.measure",
            stdin=PIPE, stdout=PIPE, stderr=DEVNULL, cwd=ROOT,
        )  # fmt: skip
        said, wait_s = b"", asked.allowed.wait_s
        try:
            said, _ = await asyncio.wait_for(process.communicate(asked.line()), wait_s)
        except TimeoutError:
            raise _unreadable(name, f"reading it takes more than {wait_s:g} s") from None
        finally:
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()
        line, _, poster = said.partition(b"\n")
        if process.returncode == 0:
            return ClipFacts(**json.loads(line)), poster
        if process.returncode == AT_FAULT:
            told = json.loads(line)
            raise _unreadable(name, told["fault"], told["code"])
        raise _unreadable(name, why_ended(process.returncode, asked.allowed))


STANDARD_CHECK = ClipCheck(STANDARD, duration_max_ms=600_000)


def _unreadable(name: str, fault: str, code: str = "clip-unreadable") -> InvalidInput:
    return InvalidInput(f"The clip {name} cannot be used: {fault}; give an {TAKEN}.", code=code)
