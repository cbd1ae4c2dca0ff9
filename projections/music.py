"""The columns of music that was chosen, for a channel or for a video."""

from types import MappingProxyType

from domain.music import Music
from projections.table import NO_ID, NO_TEXT, NO_WHOLE, Row

NO_MUSIC = MappingProxyType(
    {
        "music_asset": NO_ID,
        "music_name": NO_TEXT,
        "music_speaking_lu": NO_WHOLE,
        "music_pausing_lu": NO_WHOLE,
    }
)


def music_columns(music: Music | None) -> Row:
    return {
        "music_asset": None if music is None else music.asset_id,
        "music_name": None if music is None else music.name,
        "music_speaking_lu": None if music is None else music.under.speaking_lu,
        "music_pausing_lu": None if music is None else music.under.pausing_lu,
    }
