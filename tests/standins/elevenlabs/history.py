"""What ElevenLabs has made before: found again by text, voice, model and time."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tests.standins.speaking import Spoken


@dataclass(frozen=True)
class Made:
    """One piece of speech as the history keeps it; `before` is what had been used by then."""

    id: str
    request_id: str
    voice_id: str
    model_id: str
    text: str
    at_unix: int
    before: int
    form: str
    content_type: str
    audio: bytes
    spoken: Spoken

    def matches(self, asked: Mapping[str, str]) -> bool:
        """Whether a query asks for it; `search` is a part of the text."""
        return (
            asked.get("voice_id", self.voice_id) == self.voice_id
            and asked.get("model_id", self.model_id) == self.model_id
            and asked.get("source", "TTS") == "TTS"
            and asked.get("search", "") in self.text
            and int(asked.get("date_after_unix", 0)) <= self.at_unix
            and self.at_unix < int(asked.get("date_before_unix", self.at_unix + 1))
        )


def alignment(text: str, spoken: Spoken) -> dict[str, Any]:
    return {
        "characters": list(text),
        "character_start_times_seconds": [round(it, 3) for it in spoken.starts_s],
        "character_end_times_seconds": [round(it, 3) for it in spoken.ends_s],
    }


def item(it: Made, voices: Mapping[str, str]) -> dict[str, Any]:
    its = alignment(it.text, it.spoken)
    return {
        "history_item_id": it.id,
        "request_id": it.request_id,
        "voice_id": it.voice_id,
        "model_id": it.model_id,
        "voice_name": voices.get(it.voice_id, it.voice_id),
        "voice_category": "premade",
        "text": it.text,
        "date_unix": it.at_unix,
        "character_count_change_from": it.before,
        "character_count_change_to": it.before + len(it.text),
        "content_type": it.content_type,
        "state": "created",
        "settings": None,
        "share_link_id": None,
        "source": "TTS",
        "alignments": {"alignment": its, "normalized_alignment": its},
        "dialogue": None,
        "output_format": it.form,
    }
