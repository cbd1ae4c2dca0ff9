"""One picture made into a still: decoded for real, turned upright, filling its canvas.

Run as a program in a process of its own, with its memory and time limited, because what it
opens comes from outside: `still.py IN OUT WIDTH HEIGHT GROUND`. Prints one sentence and exits
with 3 where the picture is at fault.
"""

import resource
import sys
import warnings
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageCms, ImageFile, ImageFilter, ImageOps, UnidentifiedImageError

FORMATS = ("PNG", "JPEG", "WEBP", "AVIF")
SIDE_MIN, SIDE_MAX = 64, 8192
"""In pixels; what is smaller shows nothing on a film."""
MEMORY_MAX_BYTES = 3 * 1024**3
CPU_MAX_S = 20
AT_FAULT = 3

_LARGEST = 1.35
_KEPT_MIN = 0.62
_JPEG_QUALITY = 93
_BLUR, _DIMMED = 0.035, 0.45
_THUMB = 8
_SPARE = 2
"""Times the canvas's size that a picture keeps until it is cut to shape."""
_PALETTES = ("P", "PA", "1")
_WITH_ALPHA = {"RGBA": "RGB", "LA": "L"}

Size = tuple[int, int]


class Unusable(Exception):
    """The picture is at fault; the message says why."""


def main(arguments: list[str]) -> int:
    source, target, width, height, ground = arguments
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_MAX_BYTES, MEMORY_MAX_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_MAX_S, CPU_MAX_S))
    try:
        made = still(Path(source), (int(width), int(height)), ground)
    except Unusable as fault:
        sys.stdout.write(str(fault))
        return AT_FAULT
    Path(target).write_bytes(made)
    return 0


def still(source: Path, canvas: Size, ground: str) -> bytes:
    """A JPEG in the canvas's shape, up to 1.35 times its size where the picture has as much.

    Nothing of it is enlarged beyond the canvas. A picture of another shape is cropped where
    little is lost, else stands whole before a blurred copy of itself. `ground` (`#rrggbb`)
    shows through transparent parts. Raises Unusable.
    """
    picture = _decoded(source, canvas, ground)
    scale = min(max(_cover(picture.size, canvas), 1.0), _LARGEST)
    frame = (_even(canvas[0] * scale), _even(canvas[1] * scale))
    filled = _cropped(picture, frame) if _kept(picture.size, canvas) >= _KEPT_MIN else None
    packed = BytesIO()
    (filled or _before_blur(picture, frame)).save(packed, "JPEG", quality=_JPEG_QUALITY)
    return packed.getvalue()


def _decoded(source: Path, canvas: Size, ground: str) -> Image.Image:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            opened = Image.open(source, formats=FORMATS)
        with opened:
            return _upright(opened, canvas, ground)
    except UnidentifiedImageError:
        raise Unusable(f"it is none of {', '.join(FORMATS)}") from None
    except Image.DecompressionBombError:
        raise Unusable("it has far more pixels than 8192×8192") from None
    except (OSError, SyntaxError, ValueError, MemoryError, EOFError) as error:
        raise Unusable(f"it cannot be decoded ({error})") from error


def _upright(opened: ImageFile.ImageFile, canvas: Size, ground: str) -> Image.Image:
    if min(opened.size) < SIDE_MIN:
        raise Unusable(f"it has {opened.width}×{opened.height} pixels; 64×64 is the least")
    if max(opened.size) > SIDE_MAX:
        raise Unusable(f"it has {opened.width}×{opened.height} pixels; 8192×8192 is the most")
    opened.draft(None, (canvas[0] * _SPARE, canvas[1] * _SPARE))
    return _flat(_reduced(ImageOps.exif_transpose(opened), canvas), ground)


def _reduced(upright: Image.Image, canvas: Size) -> Image.Image:
    """Averaged down by a whole number where it is far larger than what the canvas needs."""
    factor = int(_cover(upright.size, canvas) / _SPARE)
    if factor <= 1:
        return upright
    small = _in_channels(upright).reduce(factor)
    small.info = {"icc_profile": upright.info.get("icc_profile")}
    return small


def _flat(image: Image.Image, ground: str) -> Image.Image:
    """sRGB without transparency, whatever it was stored as."""
    image = _in_srgb(_in_channels(image))
    if not image.has_transparency_data:
        return image.convert("RGB")
    layer = image.convert("RGBA")
    below = Image.new("RGBA", layer.size, ground)
    return Image.alpha_composite(below, layer).convert("RGB")


def _in_channels(image: Image.Image) -> Image.Image:
    """Eight bits a channel, and no palette."""
    if image.mode.startswith("I"):
        return image.convert("I").point(lambda it: it / 256).convert("L")
    if image.has_transparency_data and image.mode not in _WITH_ALPHA:
        return image.convert("RGBA")
    return image.convert("RGB") if image.mode in _PALETTES else image


def _in_srgb(image: Image.Image) -> Image.Image:
    profile = image.info.get("icc_profile")
    if not profile:
        return image
    alpha = image.getchannel("A") if image.mode in _WITH_ALPHA else None
    try:
        turned = _turned(image.convert(_WITH_ALPHA.get(image.mode, image.mode)), profile)
    except (ImageCms.PyCMSError, OSError):
        return image
    if alpha is not None:
        turned.putalpha(alpha)
    return turned


def _turned(image: Image.Image, profile: bytes) -> Image.Image:
    its, srgb = ImageCms.ImageCmsProfile(BytesIO(profile)), ImageCms.createProfile("sRGB")
    return ImageCms.profileToProfile(image, its, srgb, outputMode="RGB") or image


def _even(length: float) -> int:
    return round(length / 2) * 2


def _cover(size: Size, canvas: Size) -> float:
    """How many times the canvas's size the picture has when it covers it."""
    return min(size[0] / canvas[0], size[1] / canvas[1])


def _kept(size: Size, canvas: Size) -> float:
    """The share of the picture left after a crop to the canvas's shape."""
    shape, wanted = size[0] / size[1], canvas[0] / canvas[1]
    return min(shape / wanted, wanted / shape)


def _cropped(picture: Image.Image, frame: Size) -> Image.Image:
    """What stands in the middle, a little above it where height is lost: faces are there."""
    return ImageOps.fit(picture, frame, Image.Resampling.LANCZOS, centering=(0.5, 0.4))


def _before_blur(picture: Image.Image, frame: Size) -> Image.Image:
    small = (max(frame[0] // _THUMB, 1), max(frame[1] // _THUMB, 1))
    blurred = _cropped(picture, small).filter(ImageFilter.GaussianBlur(max(small) * _BLUR))
    behind = blurred.point(lambda it: it * _DIMMED).resize(frame, Image.Resampling.BICUBIC)
    whole = ImageOps.contain(picture, frame, Image.Resampling.LANCZOS)
    behind.paste(whole, ((frame[0] - whole.width) // 2, (frame[1] - whole.height) // 2))
    return behind


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
