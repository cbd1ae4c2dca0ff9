from dataclasses import replace

from domain.timeline import Canvas, Caption, CaptionStyle, CaptionWord, Timeline, from_json, to_json

STORED = (
    b'{"canvas":{"fps":30,"height":180,"width":320},"chapters":[],"duration_frames":9,"fonts":[],'
    b'"format":1,"layers":[{"end_frame":9,"kind":"caption","lines":[[{"end_frame":9,'
    b'"joined":false,"start_frame":0,"text":"bees"}]],"opacity":[{"easing":"linear","frame":0,'
    b'"values":[1000000]}],"start_frame":0,"style":{"backdrop":"#0b0e149e","bottom":930000,'
    b'"colour":"#ffffff","outline":"#000000d9","size":54000,"spoken":"#ffd23f","weight":700,'
    b'"width_max":860000}}],"profile":{"codec":"h264","colour":"bt709-limited","crf":21,'
    b'"preset":"veryfast","segment_frames":120},"sounds":[]}'
)
CAPTION = Caption(0, 9, ((CaptionWord("bees", 0, 9),),))


def test_a_caption_stored_before_there_were_looks_keeps_its_bytes() -> None:
    assert from_json(STORED) == Timeline(Canvas(320, 180, 30), 9, (CAPTION,))
    assert to_json(from_json(STORED)) == STORED


def test_a_look_of_its_own_is_stored_and_read_again() -> None:
    style = CaptionStyle(family="serif", outline_width=90_000, spoken_backdrop="#ffd23f")
    film = Timeline(Canvas(320, 180, 30), 9, (replace(CAPTION, style=style, direction="rtl"),))
    assert from_json(to_json(film)) == film
