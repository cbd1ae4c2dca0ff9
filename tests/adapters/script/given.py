"""The texts that the script tests read."""

from pathlib import Path

from domain.brief import Brief

SAMPLES = Path(__file__).parents[3] / "docs" / "samples"
SOURCES = Path(__file__).parent / "sources"

TEXTS = {
    "octopus.md": ("en", SAMPLES),
    "eddystone.md": ("en", SAMPLES),
    "moor.de.txt": ("de", SOURCES),
    "canal.es.txt": ("es", SOURCES),
    "tea.zh.txt": ("zh", SOURCES),
    "ferryman.en.txt": ("en", SOURCES),
    "sourdough.en.md": ("en", SOURCES),
    "rental.en.txt": ("en", SOURCES),
    "transcript.en.txt": ("en", SOURCES),
}


def brief_of(name: str, seconds: int = 45, attempt: int = 1) -> Brief:
    language, folder = TEXTS[name]
    return Brief((folder / name).read_text(encoding="utf-8"), seconds, language, attempt)
