"""Every goal of the renderer: what is compared, and where the bar lies."""

from benchmarks.claims import Claim, groups, least, most

CLAIMS: tuple[Claim, ...] = (
    least("R1", "fps ÷ encode-only fps, grainy stills", 0.8),
    least("R1-first", "… the first film of a process", 0.8),
    least("R1-clean", "… clean stills", 0.8),
    least("R1-cards", "… animated cards", 0.7),
    least("R2", "MoviePy's CPU seconds ÷ ours, grainy", 6.3),
    least("R2-fps", "… fps ÷ MoviePy's", 10),
    least("R2-first", "… CPU seconds, the first film of a process", 6.3),
    least("R2-clean", "… CPU seconds, clean", 6.3),
    least("R2-clean-fps", "… fps, clean", 10),
    least("R3", "fps ÷ ffmpeg zoompan's, grainy", 1.35),
    least("R3-upscaled", "… with its 4× upscale", 2.5),
    least("R3-first", "… plain, the first film of a process", 1.35),
    least("R3-clean", "… plain, clean", 1.35),
    least("R3-clean-upscaled", "… with its 4× upscale, clean", 2.5),
    most("R4", "jerk of a slow zoom with a pan, rms, in decoded frames", 0.01, "px"),
    most("R4-position", "… error of position, rms", 0.02, "px"),
    least("R5", "PSNR-Y against float64, the worst frame", 43, "dB"),
    least("R5-mean", "… the mean", 45, "dB"),
    least("R5-ssim", "… SSIM of the worst frame", 0.992, ""),
    most("R6", "peak memory of a worker, 1080p", 500, "MB"),
    most("R6-2160p", "… 2160p", 1_000, "MB"),
    most("R6-flat", "… of the longest film ÷ of a minute's, 360p", 1.1, "×"),
    most("R7", "CPU a second of film, 360p: furthest from that of a minute", 10, "%"),
    most("R8", "a worker killed while it renders: segments made again, a worker", 1, ""),
    most("R8-all", "… all processes killed", 1, ""),
    most("R8-edit", "one caption of ten minutes edited: segments made", 2, ""),
    most("R9", "loudness off −14 LUFS, the worst of 20 voices", 0.3, "LU"),
    most("R9-peak", "… true peak, the highest", -1, "dBTP"),
    most("R10", "sound off the voice's word times, the furthest", 1, "frames"),
    most("R10-captions", "… captions", 1, "frames"),
)

GROUPS = groups(CLAIMS)
