"""Who makes images: the model that is set, else cards are drawn."""

import os

from adapters.images.cards import CardIllustrator
from adapters.images.diffusers import DiffusersIllustrator, Model
from infra.bootstrap.clips import clip_check
from infra.settings import Settings
from processors.ports import Blobs, Illustrator

OFFLINE = ("HF_HUB_OFFLINE", "HF_HUB_DISABLE_TELEMETRY", "TRANSFORMERS_OFFLINE")
"""Read by the libraries of models when they are loaded: nothing is looked for elsewhere."""


def illustrator(its: Settings, blobs: Blobs) -> Illustrator:
    """The creator's own pictures come first with either."""
    given = CardIllustrator(blobs, clip_check(its.making))
    if its.model_path is None:
        return given
    for name in OFFLINE:
        os.environ[name] = "1"
    return DiffusersIllustrator(blobs, Model(its.model_path, its.render_device), given)
