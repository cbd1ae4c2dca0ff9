"""MoviePy's contestant, run by the Python of its own environment: a workload from its input.

As its documentation would have it: a picture resized and placed anew for every frame, clips
that fade in over one another, captions as clips of text.
"""

import json
import resource
import sys
import time
from typing import Any

from moviepy import AudioFileClip, CompositeVideoClip, ImageClip, TextClip, vfx

THREADS = 2
STROKE, FROM_BOTTOM = 0.055, 0.2

Told = dict[str, Any]


def main() -> None:
    order = json.load(sys.stdin)
    begun_s, cpu_s = time.monotonic(), _cpu_s()
    film = _film(order["workload"], order["font"])
    film.write_videofile(
        order["out"],
        fps=order["workload"]["fps"],
        codec="libx264",
        preset=order["preset"],
        audio_codec="aac",
        audio_bitrate=str(order["audio_bit_rate"]),
        audio_fps=48_000,
        temp_audiofile=order["out"] + ".m4a",
        threads=THREADS,
        ffmpeg_params=["-crf", str(order["crf"])],
        logger=None,
        pixel_format="yuv420p",
    )
    took = {"wall_s": time.monotonic() - begun_s, "cpu_s": _cpu_s() - cpu_s}
    print(json.dumps(took))  # noqa: T201  what it is run for


def _film(of: Told, font: str) -> Any:
    clips = [_still(n, it, of) for n, it in enumerate(of["clips"])]
    clips += [_cue(it, of, font) for it in of["cues"]]
    film = CompositeVideoClip(clips, size=(of["width"], of["height"]))
    film = film.with_duration(of["clips"][-1]["end_frame"] / of["fps"])
    return film.with_audio(AudioFileClip(of["sound"])) if of["sound"] else film


def _still(n: int, it: Told, of: Told) -> Any:
    fps, width, height = of["fps"], of["width"], of["height"]
    frames = it["end_frame"] - it["start_frame"]
    picture = ImageClip(it["still"])

    def view(t: float) -> list[float]:
        share = t * fps / frames
        one, two = it["first"], it["last"]
        return [one[key] + (two[key] - one[key]) * share for key in ("x", "y", "zoom")]

    def corner(t: float) -> tuple[float, float]:
        x, y, zoom = view(t)
        return width / 2 - x * width * zoom, height / 2 - y * height * zoom

    clip = picture.with_duration(frames / fps).with_start(it["start_frame"] / fps)
    clip = clip.resized(lambda t: width * view(t)[2] / picture.w).with_position(corner)
    return clip.with_effects([vfx.CrossFadeIn(of["fade_frames"] / fps)]) if n else clip


def _cue(it: Told, of: Told, font: str) -> Any:
    size = round(0.054 * of["height"])
    text = TextClip(
        font=font,
        text="\n".join(it["lines"]),
        font_size=size,
        color="white",
        stroke_color="black",
        stroke_width=round(STROKE * size),
        text_align="center",
    )
    seconds = (it["end_frame"] - it["start_frame"]) / of["fps"]
    text = text.with_start(it["start_frame"] / of["fps"]).with_duration(seconds)
    return text.with_position(("center", 1 - FROM_BOTTOM), relative=True)


def _cpu_s() -> float:
    of = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return sum(it.ru_utime + it.ru_stime for it in map(resource.getrusage, of))


if __name__ == "__main__":
    main()
