"""What each kind of work is metered in, and whether the book has a price for it."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from types import MappingProxyType

from domain.prices import LineKind, PriceBook, Provider, Usage

TOKENS = ("input_token", "output_token")
METERS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "research": (*TOKENS, "web_search"),
        "write-script": TOKENS,
        "judge-script": TOKENS,
        "package": TOKENS,
        "narrate": ("character",),
        "illustrate": ("image",),
        "render": ("cpu_ms", "gpu_ms"),
        "preview": ("cpu_ms", "gpu_ms"),
        "make-thumbnail": ("image",),
        "inspect": ("cpu_ms",),
        "publish": (),
    }
)
METERS_BESIDE: Mapping[str, tuple[str, ...]] = MappingProxyType({"moderation": ("moderation",)})
"""Of work that is no job of its own."""

METERS_OF: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"diffusers": ("cpu_ms", "gpu_ms"), "gpt-4o-mini-tts": ("input_token", "audio_out_token")}
)
"""Of providers, and models, that are metered in something else than others of their kind."""


def unpriced(
    book: PriceBook, providers: Mapping[str, Provider], at: datetime
) -> Iterator[tuple[str, str]]:
    """Provider and meter of what would make an unpriced line; `providers` by kind of work."""
    for kind, by in providers.items():
        usual = METERS_OF.get(by.name, {**METERS, **METERS_BESIDE}[kind])
        meters = METERS_OF.get(by.model, usual)
        used = [Usage(meter, 1) for meter in meters]
        for line in book.lines(by, used, at, f"{at:%Y-%m}"):
            if line.kind is LineKind.UNPRICED:
                yield by.name, line.meter
