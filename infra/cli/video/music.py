"""Choosing the music of a video; its film is made again."""

from infra.cli import music
from infra.cli.client import connect
from infra.cli.ids import video_id
from infra.cli.music import (
    PAUSING_LU,
    SPEAKING_LU,
    MusicAttribution,
    MusicExpiry,
    MusicFile,
    MusicLicence,
    MusicOwnership,
    NoMusic,
    PausingLu,
    SaidMusic,
    SpeakingLu,
)
from infra.cli.options import AsJson, VideoId, fresh_key
from infra.cli.video.deciding import tell
from infra.cli.video.reading import PATH


def choose_music(
    video: VideoId,
    file: MusicFile = None,
    none: NoMusic = False,
    speaking_lu: SpeakingLu = SPEAKING_LU,
    pausing_lu: PausingLu = PAUSING_LU,
    ownership: MusicOwnership = None,
    licence: MusicLicence = "",
    attribution: MusicAttribution = "",
    expires_on: MusicExpiry = None,
    as_json: AsJson = False,
) -> None:
    """Choose the music of a video, or none; the film is made again, any approval is void."""
    rights = music.rights(ownership, licence, attribution, expires_on)
    said = SaidMusic(file, none, speaking_lu, pausing_lu, rights)
    said.refuse_both()
    with connect() as client:
        its = video_id(client, video)
        path = f"{PATH}/{its}/music"
        if none:
            answer = client.delete(path, fresh_key())
        else:
            answer = client.put(path, said.body(client), fresh_key())
    tell(its, "without music" if none else "set to music", answer, as_json=as_json)
