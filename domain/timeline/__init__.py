"""A timeline: everything a film shows and sounds, as layers with keyframes, in whole frames.

It holds values alone: images and sounds by their hash, fonts by the hash of their file. Places
and sizes are micros of the canvas (x of its width, y of its height, text sizes of its shorter
side), so that one timeline can be drawn at any size. Its canonical JSON is the stored form.
Layers lie on one another in their order, the first at the bottom.
"""

from domain.timeline.canvas import FULL, Canvas, Font, Profile, Rect
from domain.timeline.caption import Caption, CaptionStyle, CaptionWord
from domain.timeline.card import Beat, Card, Ground
from domain.timeline.clip import Clip
from domain.timeline.film import (
    ChapterMark,
    Timeline,
    from_json,
    timeline_hash,
    to_json,
)
from domain.timeline.layers import (
    Align,
    Box,
    Layer,
    Still,
    Text,
)
from domain.timeline.preview import preview_of
from domain.timeline.sound import Ducking, Role, Sound, Speech
from domain.timeline.stillness import still_spans
from domain.timeline.transition import Effect, Towards, Transition

__all__ = [
    "FULL",
    "Align",
    "Beat",
    "Box",
    "Canvas",
    "Caption",
    "CaptionStyle",
    "CaptionWord",
    "Card",
    "ChapterMark",
    "Clip",
    "Ducking",
    "Effect",
    "Font",
    "Ground",
    "Layer",
    "Profile",
    "Rect",
    "Role",
    "Sound",
    "Speech",
    "Still",
    "Text",
    "Timeline",
    "Towards",
    "Transition",
    "from_json",
    "preview_of",
    "still_spans",
    "timeline_hash",
    "to_json",
]
