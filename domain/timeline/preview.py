"""A preview: the same film in a quarter of the pixels, coded as fast as can be."""

from dataclasses import replace

from domain.timeline.canvas import Canvas, Profile
from domain.timeline.film import Timeline

FAST = Profile(preset="ultrafast", crf=27)


def preview_of(film: Timeline) -> Timeline:
    """Places are micros of the canvas, so that a smaller one is all it takes."""
    its = film.canvas
    canvas = Canvas(_half(its.width), _half(its.height), its.fps)
    profile = replace(FAST, segment_frames=film.profile.segment_frames)
    return replace(film, canvas=canvas, profile=profile)


def _half(side: int) -> int:
    return max(2, side // 4 * 2)
