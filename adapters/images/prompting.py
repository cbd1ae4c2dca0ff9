"""What any image model is asked for a scene."""

from processors.ports import SceneOrder

STYLE = "cinematic photograph, natural light, no text, no letters, no watermark"
UNWANTED = "text, letters, caption, watermark, logo, deformed, blurry"
NOT_CARD = ""
"""The name of an image that nobody gave and that has no words in it."""


def prompt_of(order: SceneOrder) -> str:
    """What the scene is about, in the script's own words, and how it is to look."""
    scene = order.script.scenes[order.scene]
    return f"{scene.heading}: {scene.key_phrase}, {STYLE}"
