"""ffmpeg's contestant: zoompan on each still, xfade between them, subtitles on top.

`upscale` enlarges every still first, the usual remedy against zoompan's whole pixels. Stills
become yuv420p before they move: in RGB all of it would take 2.6 times the CPU seconds.
"""

from itertools import pairwise
from pathlib import Path

from benchmarks.render.workload import AUDIO_BIT_RATE, PRESET, Clip, Cue, Workload

SIZE, OUTLINE, FROM_BOTTOM = 0.054, 0.055, 0.07
FONT_NAME = "Noto Sans"


def command(
    ffmpeg: Path, of: Workload, font: Path, out: Path, upscale: int = 1
) -> list[str | Path]:
    """Writes the subtitles beside `out`."""
    argv: list[str | Path] = [ffmpeg, "-y", "-loglevel", "error"]
    for clip in of.clips:
        argv += ["-i", clip.still]
    if of.sound:
        argv += ["-i", of.sound, "-map", f"{len(of.clips)}:a"]
        argv += ["-c:a", "aac", "-b:a", str(AUDIO_BIT_RATE)]
    argv += ["-filter_complex", graph(of, font, out.parent, upscale), "-map", "[film]"]
    argv += ["-c:v", "libx264", "-preset", PRESET, "-crf", str(of.crf), "-pix_fmt", "yuv420p"]
    return [*argv, "-t", f"{of.frames / of.fps:.6f}", out]


def graph(of: Workload, font: Path, folder: Path, upscale: int) -> str:
    parts = [f"[{n}]{_moved(it, of, upscale)}[v{n}]" for n, it in enumerate(of.clips)]
    at = "v0"
    for n, (_, following) in enumerate(pairwise(of.clips), start=1):
        offset_s, fade_s = following.start_frame / of.fps, of.fade_frames / of.fps
        fade = f"xfade=transition=fade:duration={fade_s:.6f}:offset={offset_s:.6f}"
        parts.append(f"[{at}][v{n}]{fade}[x{n}]")
        at = f"x{n}"
    subtitles = folder / "cues.ass"
    subtitles.write_text(_ass(of))
    shown = f"subtitles={subtitles}:fontsdir={font.parent}" if of.cues else "null"
    parts.append(f"[{at}]{shown}[film]")
    return ";".join(parts)


def _moved(clip: Clip, of: Workload, upscale: int) -> str:
    one, two, frames = clip.first, clip.last, clip.frames
    zoom = f"{one.zoom}+({two.zoom - one.zoom})*on/{frames}"
    x = f"iw*({one.x}+({two.x - one.x})*on/{frames})-iw/zoom/2"
    y = f"ih*({one.y}+({two.y - one.y})*on/{frames})-ih/zoom/2"
    enlarged = f"scale=iw*{upscale}:ih*{upscale}," if upscale > 1 else ""
    size = f"s={of.width}x{of.height}:fps={of.fps}"
    return f"{enlarged}format=yuv420p,zoompan=z='{zoom}':x='{x}':y='{y}':d={frames}:{size}"


def _ass(of: Workload) -> str:
    size = round(SIZE * of.height)
    style = (
        f"Style: Default,{FONT_NAME},{size},&H00FFFFFF,&H00FFFFFF,&H00000000,&H00000000,"
        f"1,0,0,0,100,100,0,0,1,{OUTLINE * size:.1f},0,2,0,0,{round(FROM_BOTTOM * of.height)},1"
    )
    lines = [
        "[Script Info]",
        "ScriptType: v4.00+",
        f"PlayResX: {of.width}",
        f"PlayResY: {of.height}",
        "[V4+ Styles]",
        "Format: Name,Fontname,Fontsize,PrimaryColour,SecondaryColour,OutlineColour,BackColour,"
        "Bold,Italic,Underline,StrikeOut,ScaleX,ScaleY,Spacing,Angle,BorderStyle,Outline,Shadow,"
        "Alignment,MarginL,MarginR,MarginV,Encoding",
        style,
        "[Events]",
        "Format: Layer,Start,End,Style,Text",
    ]
    return "\n".join([*lines, *(_dialogue(it, of.fps) for it in of.cues)]) + "\n"


def _dialogue(cue: Cue, fps: int) -> str:
    start, end = (_clock(it / fps) for it in (cue.start_frame, cue.end_frame))
    text = r"\N".join(cue.lines)
    return f"Dialogue: 0,{start},{end},Default,{text}"


def _clock(seconds: float) -> str:
    minutes, rest = divmod(seconds, 60)
    return f"0:{int(minutes):02}:{rest:05.2f}"
