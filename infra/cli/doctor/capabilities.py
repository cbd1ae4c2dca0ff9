"""Who does each kind of work, and how real that is: never a silent switch."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from adapters.blobs.disk import DiskBlobs
from adapters.images.diffusers import fault_of
from domain.mode import Mode
from domain.prices import Provider
from infra.bootstrap.chains import Chains
from infra.bootstrap.worker import processors, providers
from infra.home import Home
from infra.settings import Settings

NOT_CONFIGURED = "not configured"
NAMES = MappingProxyType(
    {
        "research": "research",
        "write-script": "script",
        "judge-script": "judge",
        "package": "package",
        "narrate": "voice",
        "illustrate": "images",
        "render": "render",
        "preview": "preview",
        "make-thumbnail": "thumbnail",
        "inspect": "inspect",
        "publish": "publish",
    }
)
ABSENT = MappingProxyType(
    {
        "live publish": "YouTube; until then films go to the channel's folder",
    }
)
"""What this version has no provider for, and what that means."""
UNCHOSEN = MappingProxyType(
    {
        "research": (
            ("research",),
            "PROVIDERS__RESEARCH: a provider that reads the web; until then a topic alone is"
            " refused: send a source text",
        ),
        "live script, judge, package": (
            ("script", "judge", "package"),
            "PROVIDERS__SCRIPT and so on: a language model; until then the offline ones work",
        ),
        "live voice": (
            ("voice",),
            "PROVIDERS__VOICE: a speech provider; until then the offline one works",
        ),
        "live images": (
            ("images",),
            "PROVIDERS__IMAGES: an image provider; until then cards are drawn",
        ),
    }
)
"""What nobody was chosen for, as long as every chain of these is offline."""


def chosen(its: Settings) -> Mapping[str, tuple[Provider, ...]]:
    """By kind of paid work: everybody who is asked for it, in order."""
    return Chains(its, DiskBlobs(Home(its.ytempire_home).blobs)).providers()


def workers(its: Settings) -> Mapping[str, Provider]:
    """By kind of work: the providers that a worker of these settings would use."""
    return providers(processors(its, DiskBlobs(Home(its.ytempire_home).blobs)))


def capabilities(
    by_kind: Mapping[str, Provider],
    chains: Mapping[str, tuple[Provider, ...]],
    model: Path | None = None,
) -> Iterator[dict[str, Any]]:
    for kind, it in by_kind.items():
        said = f"{it.name} {it.model}"
        yield {"name": NAMES[kind], "mode": it.mode.value, "provider": it.name, "said": said}
    for name, said in (*ABSENT.items(), *_unchosen(chains), *_local_images(model)):
        yield {"name": name, "mode": NOT_CONFIGURED, "provider": None, "said": said}


def _unchosen(chains: Mapping[str, tuple[Provider, ...]]) -> Iterator[tuple[str, str]]:
    for name, (works, said) in UNCHOSEN.items():
        if all(it.mode is Mode.OFFLINE for work in works for it in chains.get(work, ())):
            yield name, said


def _local_images(model: Path | None) -> Iterator[tuple[str, str]]:
    """What keeps images from being made here, if anything does."""
    if model is None:
        yield "local images", "MODEL_PATH: a folder with SDXL; until then cards are drawn"
    elif fault := fault_of(model):
        yield "local images", f"MODEL_PATH cannot be used: {fault}"
