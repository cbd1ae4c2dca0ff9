"""A video: from the request, through every paid step, to a public film."""

from domain.video.asking import request
from domain.video.evolve import evolve
from domain.video.state import Stage, Video

__all__ = ["Stage", "Video", "evolve", "request"]
