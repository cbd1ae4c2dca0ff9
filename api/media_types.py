"""What a file is, by its first bytes; what it is called does not count."""

from domain.asset import AssetKind

HEAD_BYTES = 512
TEXT = "text/plain"
SIGNATURES = (
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (8, b"WEBP", "image/webp"),
    (4, b"ftypavif", "image/avif"),
    (4, b"ftypheic", "image/heic"),
    (4, b"ftypmif1", "image/heif"),
    (4, b"ftypqt", "video/quicktime"),
    (4, b"ftyp", "video/mp4"),
    (4, b"moov", "video/quicktime"),
    (4, b"mdat", "video/quicktime"),
    (0, b"\x1aE\xdf\xa3", "video/x-matroska"),
    (8, b"AVI ", "video/x-msvideo"),
    (0, b"FLV\x01", "video/x-flv"),
    (0, b"\x00\x00\x01\xba", "video/mpeg"),
    (0, b"GIF8", "image/gif"),
)
"""Where in a file its magic bytes stand; any other file has to pass as a text."""
PACKET_BYTES, SYNC = 188, b"G"
"""Of MPEG-TS: every packet begins with the same byte."""
PICTURE_NAMES = (".jpg", ".jpeg", ".png", ".webp", ".avif")
CLIP_NAMES = (".mp4", ".m4v", ".mov", ".webm", ".mkv", ".avi", ".ts", ".mpg", ".flv", ".gif")


def media_type(head: bytes) -> str:
    """By the first `HEAD_BYTES` of a file."""
    found = (it for at, sign, it in SIGNATURES if head[at:].startswith(sign))
    return next(found, "video/mp2t" if _is_transport(head) else TEXT)


def kind_of(media_type: str) -> AssetKind:
    """A GIF is a clip: it may move."""
    if media_type.startswith("video/") or media_type == "image/gif":
        return AssetKind.CLIP
    return AssetKind.IMAGE if media_type.startswith("image/") else AssetKind.TEXT


def _is_transport(head: bytes) -> bool:
    return head[::PACKET_BYTES][:3] == SYNC * 3 and b"\x00" in head
