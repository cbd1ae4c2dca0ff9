"""Music under a film: the file that a person chose, and how far it stands under the voice."""

from dataclasses import dataclass, replace

from domain.ducking import spoken
from domain.event import Refused
from domain.ids import AssetId, BlobId
from domain.narration import Narration
from domain.timeline import Ducking, Role, Sound, Timeline

UNDER_MAX_LU = 40
USUAL = Ducking()
FADE_IN_MS, FADE_OUT_MS, LOOP_FADE_MS = 500, 3_000, 2_000


@dataclass(frozen=True, slots=True)
class Music:
    """A file, and what it was called."""

    asset_id: AssetId
    blob: BlobId
    name: str
    under: Ducking = USUAL


@dataclass(frozen=True, slots=True)
class MusicChoice:
    """A file that is to be played, and how far under the voice."""

    asset_id: AssetId
    under: Ducking = USUAL


def choice_of(asset_id: AssetId, speaking_lu: int, pausing_lu: int) -> MusicChoice:
    """Raises Refused (`music-level`)."""
    if not 0 <= pausing_lu <= speaking_lu <= UNDER_MAX_LU:
        raise Refused(
            "music-level",
            f"music stands 0 to {UNDER_MAX_LU} LU under the voice, and no less under words than"
            f" between them, not {speaking_lu} and {pausing_lu}",
        )
    return MusicChoice(asset_id, Ducking(speaking_lu, pausing_lu))


@dataclass(frozen=True, slots=True)
class AskedMusic:
    """What a request says of music: a choice, none at all, or nothing: the channel's own."""

    choice: MusicChoice | None = None
    none: bool = False

    def over(self, channels: Music | None) -> MusicChoice | None:
        if self.none or self.choice is not None:
            return self.choice
        return None if channels is None else MusicChoice(channels.asset_id, channels.under)


UNSAID = AskedMusic()


def with_music(timeline: Timeline, music: Music | None, narration: Narration) -> Timeline:
    """Music under all of a film: again and again as long as it lasts, faded out with it."""
    if music is None:
        return timeline
    speech = spoken(narration)
    voices = (replace(it, spoken=speech) if it.role is Role.VOICE else it for it in timeline.sounds)
    sound = Sound(
        music.blob,
        Role.MUSIC,
        fade_in_ms=FADE_IN_MS,
        fade_out_ms=FADE_OUT_MS,
        loop_fade_ms=LOOP_FADE_MS,
        ducking=music.under,
    )
    return replace(timeline, sounds=(*voices, sound))
