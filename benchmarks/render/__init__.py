"""The renderer against encode-only, MoviePy and ffmpeg, and against what it should draw.

`python -m benchmarks.render [--only R1,R4] [--rounds 3] [--minutes 60] [--quick]`

claims      every goal; catalog    which module finds it
workload    what all contestants render, as plain values; pictures, sounds   what it is made of
ours, encode_only, moviepy_film, ffmpeg   the contestants; cards   the workload of cards
processes   contestants in processes of their own; child   ours in one; others   their installation
Each other module measures the goals that its docstring names.
"""
