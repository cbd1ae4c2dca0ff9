"""Files made to do harm: each is small, and each would cost a careless reader dearly."""

from pathlib import Path
from struct import pack, unpack_from

import av
import numpy as np
from PIL import Image

from tests.adapters.render.clips import Made, make_clip

BIG = 500_000_000


def cut_off(path: Path) -> Path:
    """A clip whose header stands before its pictures, of which the last half is missing."""
    clip = make_clip(path, Made(times=tuple(range(50)), muxing={"movflags": "+faststart"}))
    data = clip.read_bytes()
    clip.write_bytes(data[: data.index(b"mdat") + (len(data) - data.index(b"mdat")) // 2])
    return clip


def headless(path: Path) -> Path:
    """A clip of which the end is missing, and with it the only list of its pictures."""
    clip = make_clip(path)
    clip.write_bytes(clip.read_bytes()[:-500])
    return clip


def playlist(path: Path, *addresses: str) -> Path:
    lines = ["#EXTM3U", "#EXT-X-TARGETDURATION:9"]
    for it in addresses:
        lines += ["#EXTINF:9,", it]
    path.write_text("\n".join([*lines, "#EXT-X-ENDLIST", ""]))
    return path


def concatenation(path: Path, other: Path) -> Path:
    path.write_text(f"ffconcat version 1.0\nfile '{other}'\n")
    return path


def drawing(path: Path) -> Path:
    path.write_text('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"></svg>')
    return path


def crowded(path: Path, streams: int = 1_000_000) -> Path:
    """An MP4 that begins so many tracks; eight bytes each."""
    tracks = pack(">I4s", 8, b"trak") * streams
    head = pack(">I4s4sI4s", 20, b"ftyp", b"isom", 0, b"isom")
    path.write_bytes(head + pack(">I4s", 8 + len(tracks), b"moov") + tracks)
    return path


def repeating(path: Path) -> Path:
    """A clip whose tables say that its one chunk holds half a billion pictures."""
    data = bytearray(make_clip(path).read_bytes())
    sizes, chunks, times = (data.index(it) + 4 for it in (b"stsz", b"stsc", b"stts"))
    data[sizes + 4 : sizes + 12] = pack(">II", 1, BIG)
    data[chunks + 12 : chunks + 16] = pack(">I", BIG)
    data[times + 8 : times + 12] = pack(">I", BIG)
    path.write_bytes(data)
    return path


def without_a_number(path: Path) -> Path:
    """A Matroska clip whose duration and rate are no numbers."""
    data = bytearray(make_clip(path).read_bytes())
    at = data.index(b"\x44\x89\x88") + 3
    assert unpack_from(">d", data, at)[0] > 0
    data[at : at + 8] = pack(">Q", 0x7FF8000000000000)
    path.write_bytes(data)
    return path


def vast(path: Path) -> Path:
    """A clip that says its pictures are 60,000 pixels wide and high."""
    data = bytearray(make_clip(path, Made("png", "rgb24", options={})).read_bytes())
    entry = data.index(b"stsd") + 12
    data[entry + 32 : entry + 36] = pack(">HH", 60_000, 60_000)
    path.write_bytes(data)
    return path


def bursting(path: Path) -> Path:
    """A clip whose pictures turn out to be 60,000 pixels wide and high."""
    data = bytearray(make_clip(path, Made("png", "rgb24", options={})).read_bytes())
    at = 0
    while (at := data.find(b"IHDR", at)) >= 0:
        data[at + 4 : at + 12] = pack(">II", 60_000, 60_000)
        at += 12
    path.write_bytes(data)
    return path


def empty(path: Path) -> Path:
    path.write_bytes(b"")
    return path


def picture(path: Path) -> Path:
    Image.new("RGB", (64, 64), "red").save(path, "PNG")
    return path


def single(path: Path) -> Path:
    return make_clip(path, Made(times=(0,)))


def silent_film(path: Path) -> Path:
    """Sound alone, and none of it is heard."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream("aac", 48_000)
        frame = av.AudioFrame.from_ndarray(np.zeros((1, 1024), np.float32), "fltp", "mono")
        frame.sample_rate, frame.pts = 48_000, 0
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path
