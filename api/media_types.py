"""What a file is, by its first bytes; of music that they say nothing of, by word or name."""

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
    (4, b"ftypM4A", "audio/mp4"),
    (4, b"ftyp", "video/mp4"),
    (4, b"moov", "video/quicktime"),
    (4, b"mdat", "video/quicktime"),
    (0, b"\x1aE\xdf\xa3", "video/x-matroska"),
    (8, b"AVI ", "video/x-msvideo"),
    (0, b"FLV\x01", "video/x-flv"),
    (0, b"\x00\x00\x01\xba", "video/mpeg"),
    (0, b"GIF8", "image/gif"),
    (8, b"WAVE", "audio/wav"),
    (8, b"AIF", "audio/aiff"),
    (0, b"fLaC", "audio/flac"),
    (0, b"OggS", "audio/ogg"),
    (0, b"ID3", "audio/mpeg"),
    (0, b"\xff\xfb", "audio/mpeg"),
    (0, b"\xff\xf3", "audio/mpeg"),
)
"""Where in a file its magic bytes stand; any other file has to pass as a text."""
PACKET_BYTES, SYNC = 188, b"G"
"""Of MPEG-TS: every packet begins with the same byte."""
PICTURE_NAMES = (".jpg", ".jpeg", ".png", ".webp", ".avif")
CLIP_NAMES = (".mp4", ".m4v", ".mov", ".webm", ".mkv", ".avi", ".ts", ".mpg", ".flv", ".gif")
MUSIC_NAMES = (".aac", ".ac3", ".aif", ".aiff", ".flac", ".m4a", ".mp3", ".ogg", ".opus", ".wav")
SOUND = "audio/unknown"
"""Of music whose first bytes say nothing; what it is shows when it is decoded."""


def media_type(head: bytes, name: str = "", said: AssetKind | None = None) -> str:
    """By the first `HEAD_BYTES` of a file; a film may be said to be music, for its sound."""
    found = (it for at, sign, it in SIGNATURES if head[at:].startswith(sign))
    known = next(found, "video/mp2t" if _is_transport(head) else TEXT)
    if said is AssetKind.MUSIC or (known == TEXT and name.lower().endswith(MUSIC_NAMES)):
        return known if known.startswith("audio/") else SOUND
    return known


def kind_of(media_type: str) -> AssetKind:
    """A GIF is a clip: it may move."""
    if media_type.startswith("audio/"):
        return AssetKind.MUSIC
    if media_type.startswith("video/") or media_type == "image/gif":
        return AssetKind.CLIP
    return AssetKind.IMAGE if media_type.startswith("image/") else AssetKind.TEXT


def _is_transport(head: bytes) -> bool:
    return head[::PACKET_BYTES][:3] == SYNC * 3 and b"\x00" in head
