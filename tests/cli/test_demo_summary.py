"""What a demo says of its film: each figure once, and called by its name."""

from infra.cli.demo.summary import measured


def test_how_long_a_film_is_and_how_long_it_took_are_told_apart() -> None:
    told = {"width": 1920, "height": 1080, "fps": 30, "lufs": -14.0, "true_peak_dbtp": -1.42}
    told |= {"asked_s": 45, "duration_s": 46.333, "render_s": 46.4, "render_fps": 29.96}
    assert dict(measured(told)) == {
        "made": "1920×1080, 30 fps, -14.0 LUFS, -1.4 dBTP",
        "length": "45 s asked for, 46.3 s made",
        "rendering": "took 46.4 s, 30 frames a second",
    }
