"""Choosing the music of a channel: what is under its films that say nothing else."""

from infra.cli import music
from infra.cli.channel_told import PATH, tell
from infra.cli.client import connect
from infra.cli.ids import channel_id
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
from infra.cli.options import AsJson, ChannelId, fresh_key


def choose_music(
    channel: ChannelId,
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
    """Choose the music under a channel's films that say nothing else, or none."""
    rights = music.rights(ownership, licence, attribution, expires_on)
    said = SaidMusic(file, none, speaking_lu, pausing_lu, rights)
    said.refuse_both()
    with connect() as client:
        its = channel_id(client, channel)
        path = f"{PATH}/{its}/music"
        if none:
            answer = client.delete(path, fresh_key())
        else:
            answer = client.put(path, said.body(client), fresh_key())
    tell(its, "without music" if none else "set to music", answer, as_json=as_json)
