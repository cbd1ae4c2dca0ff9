"""Choosing whose voice a video has; it is told again."""

from infra.cli.client import connect
from infra.cli.ids import video_id
from infra.cli.narration import NarrationFile, NoNarration, recording
from infra.cli.options import AsJson, VideoId, fresh_key
from infra.cli.output import BadInput
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


def choose_narration(
    video: VideoId,
    file: NarrationFile = None,
    none: NoNarration = False,
    ownership: SaidOwnership = None,
    licence: SaidLicence = None,
    commercial_use: SaidCommercialUse = None,
    attribution: SaidAttribution = None,
    expires_on: SaidExpiry = None,
    as_json: AsJson = False,
) -> None:
    """Give your own recording of a video's script, or take it back; any approval is void.

    `ytempire video files ID` gives the script; say it word for word. Only the voice and what
    hangs on it is made again. While your recording tells it, the script keeps its words.
    """
    if (file is None) != none:
        raise BadInput("name a recording of the script, or say --none, one of both")
    rights = SaidRights(ownership, licence, commercial_use, attribution, expires_on)
    with connect() as client:
        its = video_id(client, video)
        path = f"{PATH}/{its}/narration"
        if file is None:
            done, answer = "told by the channel's voice", client.delete(path, fresh_key())
        else:
            body = {"asset_id": recording(client, file, rights)}
            done, answer = "told by your recording", client.put(path, body, fresh_key())
    tell(its, done, answer, as_json=as_json)
