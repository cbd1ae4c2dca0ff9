"""The anchors of the installation that was lost, and those of the one that takes its place."""

from dataclasses import dataclass

from domain.ids import AccountId
from infra.audit.anchor import FOLDER as SEALS
from infra.audit.anchor import BadAnchor, from_bytes
from infra.audit.anchor import name as seal_name
from infra.backup.errors import NotEmpty
from processors.anchors import Anchors
from processors.erase import FOLDER as ERASURES
from processors.erase import announced


@dataclass(frozen=True, slots=True)
class Outside:
    """`then`: where the anchors were; `now`: where they go. They may be one place."""

    then: Anchors
    now: Anchors

    async def refuse_later(self, last_seal: int) -> None:
        """Raises NotEmpty where the next seal could not be anchored: its name is taken."""
        later = [it for it in await self.now.names(SEALS) if it > seal_name(last_seal)]
        if later:
            raise NotEmpty(
                f"the anchors go on to {later[-1]}, and the backup to seal {last_seal}: what was "
                "recorded after it is lost; set ANCHORS to a new place, and give this one as "
                "--anchors"
            )

    async def known(self) -> bool:
        """Whether there are anchors at all; without them nobody knows of erasures since."""
        return await hold_any(self.then) or await hold_any(self.now)

    async def events_after(self, position: int, last_seal: int) -> int:
        """How many the newest seal out there tells of that a backup up to here lacks."""
        names = await self.then.names(SEALS)
        for name in reversed([it for it in names if it > seal_name(last_seal)]):
            try:
                newest = from_bytes(await self.then.read(name) or b"").signed.seal
            except BadAnchor:
                continue
            return max(0, newest.last - position)
        return 0

    async def erasures(self) -> set[AccountId]:
        """Every account whose erasure was announced outside the database."""
        return {*await announced(self.then), *await announced(self.now)}

    async def carry_over(self, last_seal: int) -> None:
        """Notices of erasure, and seals as far as the backup goes. Raises AnchorTaken."""
        seals = [it for it in await self.then.names(SEALS) if it <= seal_name(last_seal)]
        for name in (*await self.then.names(ERASURES), *seals):
            data = await self.then.read(name)
            assert data is not None, "anchors are never removed"
            await self.now.add(name, data)


async def hold_any(anchors: Anchors) -> bool:
    """Whether a seal or a notice of erasure was ever written there."""
    return bool(await anchors.names(SEALS) or await anchors.names(ERASURES))
