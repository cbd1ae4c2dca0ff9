"""Choosing the music of a channel: what is under its films that say nothing else."""

from infra.cli import music
from infra.cli.channel_told import PATH, tell
from infra.cli.client import connect
from infra.cli.ids import channel_id
from infra.cli.music import (
    PAUSING_LU,
    SPEAKING_LU,
    MusicFile,
    NoMusic,
    PausingLu,
    SaidMusic,
    SpeakingLu,
)
from infra.cli.options import AsJson, ChannelId
from infra.cli.rights import (
    SaidAttribution,
    SaidCommercialUse,
    SaidExpiry,
    SaidLicence,
    SaidOwnership,
    SaidRights,
)


def choose_music(
    channel: ChannelId,
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
    """Choose the music under a channel's films that say nothing else, or none."""
    rights = SaidRights(ownership, licence, commercial_use, attribution, expires_on)
    said = SaidMusic(file, none, speaking_lu, pausing_lu, rights)
    said.refuse_both()
    with connect() as client:
        its = channel_id(client, channel)
        done, answer = music.choose(client, f"{PATH}/{its}", said)
    tell(its, done, answer, as_json=as_json)
