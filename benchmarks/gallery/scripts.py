"""One sentence in every script, the marks of each at their highest and lowest."""

# ruff: noqa: RUF001  letters that look alike are meant

from adapters.fonts import faces
from adapters.word_breaks import divided
from domain.bidi import is_rtl_language
from domain.brief import Aspect
from domain.caption_layers import Told, caption_layers, columns_of, style_of
from domain.caption_look import CaptionLook
from domain.captions import cues
from domain.film_format import FilmFormat, Resolution, canvas_of
from domain.ids import BlobId
from domain.narration import Alignment, Narration, SpokenScene, Word
from domain.storyboard import LAYOUTS
from domain.timeline import Caption, CaptionStyle

SENTENCES = {
    "en": "When the sun rises early, Ångström's bees fly out, jumping over Größe",
    "ru": "Пчёлы танцуют, чтобы показать сёстрам, где цветёт луг",
    "el": "Οι μέλισσες χορεύουν για να δείξουν το λιβάδι",
    "ar": "ترقص النحلات في عام 1845 لتُخبِرَ أخواتها عن YouTube (القناة) بعيدًا",
    "he": 'הדבורים רוקדות כדי לספר על iPhone בשנת 2024, אמר ד"ר כהן',
    "hi": "मधुमक्खियाँ नृत्य करती हैं ताकि बहनों को क्षेत्र का पता चले ट्रृंखला",
    "zh-Hans": "蜜蜂跳舞告诉姐妹们花蜜在哪里，这是一种语言。",
    "zh-Hant": "蜜蜂跳舞告訴姊妹們花蜜在哪裡，這是一種語言。",
    "ja": "ミツバチは踊って、花のある場所を「仲間」に伝えます。チョコレート",
    "ko": "꿀벌은 춤을 추어 꽃이 있는 곳을 자매들에게 알려 줍니다",
    "th": "ผึ้งเต้นรำเพื่อบอกน้องสาวว่าดอกไม้อยู่ที่ไหนในป่าใหญ่ที่นั่นปู่กับญาติ",
}
EXTRA = {"zh-Hans": "fonts-zh", "zh-Hant": "fonts-zh"}
WORD_MS, UNSPACED_MS = 300, 4_000


def shown(language: str) -> bool:
    """Whether the faces for a script of an extra are installed."""
    return language not in EXTRA or any("zh" in it.languages for it in faces())


def captions(language: str, look: CaptionLook, aspect: Aspect) -> list[Caption]:
    """The sentence's captions on a film of 720p, at most two lines each."""
    words = SENTENCES[language].split()
    word_ms = UNSPACED_MS if len(words) == 1 else WORD_MS
    said = tuple(Word(it, n * word_ms, (n + 1) * word_ms) for n, it in enumerate(words))
    scene = SpokenScene(0, said[-1].end_ms, said)
    narration = Narration(BlobId("sha256:" + "0" * 64), scene.end_ms, Alignment.EXACT, (scene,))
    layout = LAYOUTS[aspect]
    style: CaptionStyle = style_of(look, layout.captions, aspect)
    made = cues(narration, columns_of(look, layout.columns_max), divided)
    direction = "rtl" if is_rtl_language(language) else "ltr"
    canvas = canvas_of(aspect, FilmFormat(Resolution.HD))
    return list(caption_layers(made, style, canvas, 10_000, Told(direction, divided)))
