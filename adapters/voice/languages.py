"""Which languages the offline voice speaks, asked before anything is made."""

from collections.abc import Mapping
from pathlib import Path

import espeakng_loader

from adapters.voice.espeak_voices import voice_for, voices
from processors.errors import InvalidInput


class EspeakLanguages:
    """Implements the port `Languages` by the voices that the engine brings."""

    def __init__(self) -> None:
        self._known: Mapping[str, str] = voices(Path(espeakng_loader.get_data_path()))

    def refuse(self, language: str) -> None:
        """Raises InvalidInput (`language-unknown`), naming near languages that are spoken."""
        try:
            voice_for(language, "default", self._known)
        except InvalidInput as unspoken:
            raise InvalidInput(unspoken.sentence, code="language-unknown") from unspoken
