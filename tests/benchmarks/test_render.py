"""The renderer's benchmark measures what it says; figures come of `make bench-render` alone."""

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from benchmarks.claims import NotMeasured
from benchmarks.render import chart, ffmpeg, others, processes, registration, sounds, synchrony
from benchmarks.render.catalog import MEASURES
from benchmarks.render.claims import GROUPS
from benchmarks.render.contest import Contest
from benchmarks.render.fidelity import psnr, ssim
from benchmarks.render.figures import cost_ratio, rate_ratio
from benchmarks.render.processes import Ran
from benchmarks.render.reference import Reference
from benchmarks.render.registration import Path2, Place
from benchmarks.render.waves import Waves
from benchmarks.render.workload import FADE_FRAMES, NEAR, WIDE, Clip, View, Workload, canonical

SIZE = 320, 180
STILL = Clip("still.png", 0, 10, View(0.5, 0.5, 1), View(0.5, 0.5, 1))
WHOLE = View(0.5, 0.5, 1)


def test_each_goal_has_a_measure() -> None:
    assert set(MEASURES) == set(GROUPS)


@pytest.mark.parametrize("moved", [(0.0, 0.0), (0.1, -0.05), (1.5, 0.7)])
def test_registration_finds_how_far_a_picture_was_moved(moved: tuple[float, float]) -> None:
    scene, part = Waves.seeded(), (0, *SIZE[:1], 0, *SIZE[1:])
    shown = scene.seen(WHOLE, SIZE, part, moved).luma
    found = registration.displacement(shown, Place(scene, STILL, 0, SIZE, part))
    assert found == pytest.approx(moved, abs=1e-4)


def test_registration_is_not_misled_by_contrast_and_brightness() -> None:
    scene, part = Waves.seeded(), (0, *SIZE[:1], 0, *SIZE[1:])
    shown = scene.seen(WHOLE, SIZE, part, (0.1, 0.1)).luma * 0.9 + 7
    found = registration.displacement(shown, Place(scene, STILL, 0, SIZE, part))
    assert found == pytest.approx((0.1, 0.1), abs=1e-3)


def test_the_reference_shows_a_still_that_fits_as_it_is(tmp_path: Path) -> None:
    clip = replace(STILL, still=_saved(_noise(1), tmp_path))
    shown = Reference(Workload(*SIZE, 30, (clip,))).luma(0)
    assert np.abs(shown - _luma(_noise(1))).max() < 1e-9


def test_the_reference_fades_by_share_of_the_fade(tmp_path: Path) -> None:
    one, two = (_saved(_noise(it), tmp_path) for it in (1, 2))
    clips = (replace(STILL, still=one, end_frame=20), replace(STILL, still=two, end_frame=20))
    shown = Reference(Workload(*SIZE, 30, clips)).luma(FADE_FRAMES // 3)
    assert shown == pytest.approx(_luma(_noise(1)) * 2 / 3 + _luma(_noise(2)) / 3)


def test_likeness_is_whole_of_the_same_and_falls_with_noise() -> None:
    ideal = _luma(_noise(1))
    noisy = ideal + np.random.default_rng(3).normal(0, 2, ideal.shape)
    assert ssim(ideal, ideal) == pytest.approx(1)
    assert 0.9 < ssim(noisy, ideal) < 1
    assert psnr(noisy, ideal) == pytest.approx(20 * np.log10(255 / 2), abs=0.1)


def test_a_tone_that_comes_late_is_found_late(tmp_path: Path) -> None:
    late = sounds.beeps(tmp_path / "late.wav", [(400, 700), (1033, 1300)], 2000)
    off = synchrony.sounded(late, [0.4, 1.0], fps=30)
    assert off.frames == pytest.approx([0, 1], abs=0.1)


def test_the_canonical_workload_is_twelve_seconds_of_overlapping_clips(tmp_path: Path) -> None:
    of = canonical([tmp_path] * 4, tmp_path)
    assert of.frames == 360
    overlaps = [one.end_frame - two.start_frame for one, two in pairwise(of.clips)]
    assert overlaps == [FADE_FRAMES] * 3
    assert of.clips[0].view(0) == WIDE
    assert of.clips[0].view(of.clips[0].end_frame) == NEAR


def test_zoompan_is_told_the_same_path(tmp_path: Path) -> None:
    of = canonical([tmp_path / "a.png"] * 4, tmp_path / "voice.wav")
    graph = ffmpeg.graph(of, tmp_path / "font.ttf", tmp_path, upscale=4)
    assert "scale=iw*4:ih*4,format=yuv420p,zoompan=z='1.05+(0.1" in graph
    assert graph.count("xfade=transition=fade:duration=0.500000") == 3
    assert "Dialogue: 0,0:00:00.00,0:00:01.80" in (tmp_path / "cues.ass").read_text()


def test_what_cannot_be_installed_is_not_measured(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken = tmp_path / "taken"
    taken.write_text("no folder")
    monkeypatch.setattr(others, "HOME", taken)
    with pytest.raises(NotMeasured, match="MoviePy's environment cannot be made"):
        others.installed()


def test_a_contestant_that_fails_leaves_the_others_their_figures() -> None:
    contest = Contest(frames=60)
    contest.run("ours", lambda: _ran(2.0))
    contest.run("MoviePy", lambda: processes.run(["false"]))
    assert contest.rates("ours") == [30]
    with pytest.raises(NotMeasured, match="MoviePy: false ended with 1"):
        contest.rates("MoviePy")


def test_rates_compare_the_best_and_costs_the_middle() -> None:
    assert rate_ratio([10, 30], [5, 10]).value == 3
    ours, theirs = [_ran(1, 1.0), _ran(1, 2.0), _ran(1, 9.0)], [_ran(1, 4.0)] * 3
    assert cost_ratio(theirs, ours).value == 2


def test_the_chart_has_a_strip_for_each_path(tmp_path: Path) -> None:
    errors = np.zeros((10, 4, 2))
    chart.draw({"ours": Path2(errors), "zoompan": Path2(errors + 1)}, STILL, tmp_path / "it.png")
    with Image.open(tmp_path / "it.png") as drawn:
        assert drawn.height == chart.TOP + 2 * chart.STRIP


def _ran(wall_s: float, cpu_s: float = 0.0) -> Ran:
    return Ran(wall_s, cpu_s, 0, {})


def _noise(seed: int) -> Image.Image:
    levels = np.random.default_rng(seed).integers(0, 256, (SIZE[1], SIZE[0], 3), dtype=np.uint8)
    return Image.fromarray(levels)


def _saved(picture: Image.Image, folder: Path) -> str:
    path = folder / f"{picture.getpixel((0, 0))}.png"
    picture.save(path)
    return str(path)


def _luma(picture: Image.Image) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    rgb = np.asarray(picture, np.float64) @ (0.2126, 0.7152, 0.0722)
    return np.asarray(16 + rgb * 219 / 255)
