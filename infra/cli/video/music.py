"""Choosing the music of a video; its film is made again."""

from infra.cli import music
from infra.cli.client import connect
from infra.cli.ids import video_id
from infra.cli.music import (
    PAUSING_LU,
    SPEAKING_LU,
    MusicFile,
    NoMusic,
    PausingLu,
    SaidMusic,
    SpeakingLu,
)
from infra.cli.options import AsJson, VideoId
from infra.cli.rights import (
    SaidAttribution,
    SaidCommercialUse,
    SaidExpiry,
    SaidLicence,
    SaidOwnership,
    SaidRights,
)
from infra.cli.video.deciding import tell
from infra.cli.video.reading import PATH


def choose_music(
    video: VideoId,
    file: MusicFile = None,
    none: NoMusic = False,
    speaking_lu: SpeakingLu = SPEAKING_LU,
    pausing_lu: PausingLu = PAUSING_LU,
    ownership: SaidOwnership = None,
    licence: SaidLicence = None,
    commercial_use: SaidCommercialUse = None,
    attribution: SaidAttribution = None,
    expires_on: SaidExpiry = None,
    as_json: AsJson = False,
) -> None:
    """Choose the music of a video, or none; the film is made again, any approval is void."""
    rights = SaidRights(ownership, licence, commercial_use, attribution, expires_on)
    said = SaidMusic(file, none, speaking_lu, pausing_lu, rights)
    said.refuse_both()
    with connect() as client:
        its = video_id(client, video)
        done, answer = music.choose(client, f"{PATH}/{its}", said)
    tell(its, done, answer, as_json=as_json)
