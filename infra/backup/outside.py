"""The anchors of the installation that was lost, and those of the one that takes its place."""

from dataclasses import dataclass

from domain.ids import AccountId
from infra.audit.anchor import FOLDER as SEALS
from infra.audit.anchor import name as seal_name
from infra.backup.errors import NotEmpty
from processors.erase import FOLDER as ERASURES
from processors.erase import announced
from processors.ports import Anchors


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
