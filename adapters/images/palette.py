"""Palettes: harmonious colours from a seed, their contrast checked.

Colours are chosen in OKLCH (lightness 0–1, chroma, hue in degrees), where equal steps look
equal (B. Ottosson, "A perceptual color space for image processing", 2020). Contrast is that
of WCAG 2.2: (lighter + 0.05) / (darker + 0.05) of relative luminances.
"""

import hashlib
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

CONTRAST_MIN = 4.5
RAMP_STEPS = 1024
_RAMP_KNOTS = 33

Rgb = tuple[int, int, int]
Floats = npt.NDArray[np.float64]

# Hues that stay clean when dark; yellow-greens turn to mud and are left out.
_HUES = (20.0, 38.0, 150.0, 172.0, 195.0, 220.0, 245.0, 262.0, 280.0, 300.0, 325.0, 350.0)
_ACCENT_TURNS = (150.0, 180.0, 205.0, -55.0, 60.0)
# (lightness of the darkest, of the lightest, chroma): how deep the ground is.
_DEPTHS = ((0.16, 0.40, 0.07), (0.19, 0.44, 0.085), (0.23, 0.47, 0.10))
_RAMP_TURN = 38.0
_GAMUT_TOLERANCE = 0.0005


@dataclass(frozen=True, slots=True)
class Oklch:
    """One colour; what lies outside sRGB is brought in by lowering its chroma."""

    lightness: float
    chroma: float
    hue: float

    @property
    def rgb(self) -> Rgb:
        red, green, blue = (round(255 * it) for it in _encoded(_linear_in_gamut(self)))
        return red, green, blue


@dataclass(frozen=True, slots=True)
class Palette:
    """A ground from dark to light, and what stands on it: every pair has enough contrast."""

    dark: Oklch
    light: Oklch
    text: Rgb
    quiet: Rgb
    accent: Rgb

    def ramp(self) -> Floats:
        """The ground as RAMP_STEPS × RGB (0–255, not rounded), the hue turning on the way."""
        knots = np.linspace(0, 1, _RAMP_KNOTS)
        colours = np.array([_ground(self, it) for it in knots])
        steps = np.linspace(0, 1, RAMP_STEPS)
        return np.stack([np.interp(steps, knots, it) for it in colours.T], axis=1)


@lru_cache(maxsize=64)
def palette(seed: str) -> Palette:
    """The palette of this seed; the same for ever."""
    digest = hashlib.sha256(f"palette {seed}".encode()).digest()
    hue = _HUES[digest[0] % len(_HUES)]
    darkest, lightest, chroma = _DEPTHS[digest[1] % len(_DEPTHS)]
    dark = Oklch(darkest, chroma * 0.8, hue)
    light = Oklch(lightest, chroma * 1.25, hue + _RAMP_TURN * (1 if digest[2] % 2 else -1))
    accent_hue = hue + _ACCENT_TURNS[digest[3] % len(_ACCENT_TURNS)]
    return Palette(
        dark,
        light,
        text=legible(Oklch(0.97, 0.012, hue), light.rgb),
        quiet=legible(Oklch(0.80, 0.035, hue), light.rgb),
        accent=legible(Oklch(0.80, 0.15, accent_hue), light.rgb),
    )


def legible(colour: Oklch, ground: Rgb, contrast_min: float = CONTRAST_MIN) -> Rgb:
    """The colour, lightened until it stands out from a dark ground by `contrast_min`."""
    lightness = colour.lightness
    while contrast(colour.rgb, ground) < contrast_min and lightness < 1:
        lightness = min(lightness + 0.01, 1.0)
        colour = Oklch(lightness, colour.chroma, colour.hue)
    return colour.rgb


def contrast(one: Rgb, other: Rgb) -> float:
    """From 1 (none) to 21 (black on white)."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: Rgb) -> float:
    """Relative luminance, 0 to 1."""
    red, green, blue = (_decoded(it / 255) for it in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _ground(palette: Palette, at: float) -> tuple[float, float, float]:
    dark, light = palette.dark, palette.light
    mixed = Oklch(
        dark.lightness + at * (light.lightness - dark.lightness),
        dark.chroma + at * (light.chroma - dark.chroma),
        dark.hue + at * (light.hue - dark.hue),
    )
    red, green, blue = (255 * it for it in _encoded(_linear_in_gamut(mixed)))
    return red, green, blue


def _linear_in_gamut(colour: Oklch) -> Floats:
    chroma = colour.chroma
    while True:
        linear = _linear(Oklch(colour.lightness, chroma, colour.hue))
        if chroma <= 0 or abs(linear - linear.clip(0, 1)).max() < _GAMUT_TOLERANCE:
            return linear.clip(0, 1)
        chroma = max(chroma - 0.004, 0.0)


_LINEAR_BELOW = 0.0031308
_LMS_FROM_LAB = np.array(
    [
        [1.0, 0.3963377774, 0.2158037573],
        [1.0, -0.1055613458, -0.0638541728],
        [1.0, -0.0894841775, -1.2914855480],
    ]
)
_RGB_FROM_LMS = np.array(
    [
        [4.0767416621, -3.3077115913, 0.2309699292],
        [-1.2684380046, 2.6097574011, -0.3413193965],
        [-0.0041960863, -0.7034186147, 1.7076147010],
    ]
)


def _linear(colour: Oklch) -> Floats:
    radians = np.deg2rad(colour.hue)
    lab = [
        colour.lightness,
        colour.chroma * float(np.cos(radians)),
        colour.chroma * float(np.sin(radians)),
    ]
    linear: Floats = _RGB_FROM_LMS @ (_LMS_FROM_LAB @ np.array(lab)) ** 3
    return linear


def _encoded(linear: Floats) -> list[float]:
    """sRGB's curve (IEC 61966-2-1)."""
    curve = np.where(linear <= _LINEAR_BELOW, 12.92 * linear, 1.055 * linear ** (1 / 2.4) - 0.055)
    return [float(it) for it in curve]


def _decoded(value: float) -> float:
    curved = ((value + 0.055) / 1.055) ** 2.4
    return value / 12.92 if value <= 12.92 * _LINEAR_BELOW else float(curved)
