"""Contrast as it is: letters against every single pixel that lies beneath or beside them."""

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageFilter

from adapters.images.palette import Rgb, luminance

REACH_PX = 5
"""How wide a pixel's surroundings are that have to stand out from a letter, itself included."""

_LIFT = 0.05
_LEVELS = np.arange(256) / 255
_CURVE_FROM = 0.04045
_LINEAR = np.where(_LEVELS <= _CURVE_FROM, _LEVELS / 12.92, ((_LEVELS + 0.055) / 1.055) ** 2.4)
_WEIGHTS = (0.2126, 0.7152, 0.0722)

Ratios = npt.NDArray[np.float64]


def beneath(ground: Image.Image, letters: Image.Image, text: Rgb) -> Ratios:
    """WCAG 2.2 contrast of the text against each such pixel; `letters` is a mask of their ink.

    Empty where there are no letters.
    """
    box = letters.getbbox()
    if box is None:
        return np.empty(0)
    grown = (
        max(box[0] - REACH_PX, 0),
        max(box[1] - REACH_PX, 0),
        min(box[2] + REACH_PX, ground.width),
        min(box[3] + REACH_PX, ground.height),
    )
    near = np.asarray(letters.crop(grown).filter(ImageFilter.MaxFilter(REACH_PX))) > 0
    pixels = np.asarray(ground.crop(grown))[near]
    levels = sum(weight * _LINEAR[pixels[:, n]] for n, weight in enumerate(_WEIGHTS))
    own = luminance(text)
    ratios: Ratios = (np.maximum(levels, own) + _LIFT) / (np.minimum(levels, own) + _LIFT)
    return ratios
