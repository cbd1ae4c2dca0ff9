"""The music of films, as a request says it."""

from typing import Annotated
from uuid import UUID

from pydantic import Field, StrictInt

from api.schema import Body
from domain.ids import AssetId
from domain.music import UNDER_MAX_LU, USUAL, MusicChoice, choice_of

Under = Annotated[StrictInt, Field(ge=0, le=UNDER_MAX_LU)]


class MusicBody(Body):
    """A file of music, and how many LU it stands under the voice: under words, between them."""

    asset_id: UUID
    speaking_lu: Under = USUAL.speaking_lu
    pausing_lu: Under = USUAL.pausing_lu

    def choice(self) -> MusicChoice:
        """Raises Refused (`music-level`)."""
        return choice_of(AssetId(self.asset_id), self.speaking_lu, self.pausing_lu)
