"""Contrast of colours written `#rrggbb`: relative luminance and ratio of WCAG 2.2."""

CONTRAST_MIN = 4.5
"""Success criterion 1.4.3 (level AA), for text of any size."""

_LINEAR_BELOW = 0.04045
_LEVELS = 255


def contrast(one: str, other: str) -> float:
    """From 1 (none) to 21 (black on white)."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    """Relative luminance, 0 to 1."""
    red, green, blue = (_linear(it / _LEVELS) for it in _channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def laid_over(veil: str, ground: str) -> str:
    """A colour with its alpha (`#rrggbbaa`) over another, mixed as stored, as films are."""
    alpha = int(veil[7:9] or "ff", 16) / _LEVELS
    pairs = zip(_channels(veil), _channels(ground), strict=True)
    return "#" + "".join(f"{round(alpha * one + (1 - alpha) * two):02x}" for one, two in pairs)


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _linear(share: float) -> float:
    """The sRGB curve (IEC 61966-2-1), undone."""
    if share <= _LINEAR_BELOW:
        return share / 12.92
    return float(((share + 0.055) / 1.055) ** 2.4)
