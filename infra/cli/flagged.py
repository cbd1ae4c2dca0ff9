"""Why a video is flagged, and what its person can do."""

from domain.video.state import GOOD_ENOUGH
from infra.cli.client import Answer


def why_flagged(video: Answer) -> str:
    """Of a video at the stage `flagged`, whose score is that of its last draft, 0 to 1."""
    its = video["video_id"]
    return (
        f"the last draft of its script scored {video['score']:.2f} and {GOOD_ENOUGH} is asked for;"
        f" `ytempire video retry {its}` has another written, or ask for a video of another text"
    )
