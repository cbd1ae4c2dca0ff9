"""Icons: small pictures as strokes in a square of 24, our own, chosen by key words.

A key word is the beginning of a word (case folded) in one of several languages, or a sign of a
script without spaces anywhere in the text.
"""

from domain.line_breaks import is_ideographic

VIEW = (1.5, 1.5, 21.0, 21.0)
STROKE = 1.5

ICONS: dict[str, tuple[str, ...]] = {
    "clock": ("M12 3 A9 9 0 1 1 11.99 3", "M12 7 L12 12 L15.5 14"),
    "coin": (
        "M12 3 A9 9 0 1 1 11.99 3",
        "M15 8.5 C13 6.8 9 7.4 9 9.8 C9 13 15 11 15 14.2 C15 16.6 11 17.2 9 15.5",
        "M12 5.8 L12 7.4",
        "M12 16.6 L12 18.2",
    ),
    "rise": ("M3 20 L21 20", "M4 16 L9.5 10.5 L13 14 L20 6", "M15 6 L20 6 L20 11"),
    "fall": ("M3 20 L21 20", "M4 6 L9.5 11.5 L13 8 L20 16", "M15 16 L20 16 L20 11"),
    "leaf": ("M5 20 C4 10 9 4 20 4 C20 15 15 20 7 18", "M5 20 C8 14 11 11 15 9"),
    "bulb": (
        "M9 17 C9 14.5 6 13 6 9.5 A6 6 0 0 1 18 9.5 C18 13 15 14.5 15 17 Z",
        "M9.5 20 L14.5 20",
    ),
    "heart": (
        "M12 20 C4 14 3 10.5 3 8.5 A4.5 4.5 0 0 1 12 7 A4.5 4.5 0 0 1 21 8.5 C21 10.5 20 14 12 20",
    ),
    "globe": (
        "M12 3 A9 9 0 1 1 11.99 3",
        "M3 12 L21 12",
        "M12 3 C7 8 7 16 12 21",
        "M12 3 C17 8 17 16 12 21",
    ),
    "shield": (
        "M12 3 L20 6 C20 13 17.5 18 12 21 C6.5 18 4 13 4 6 Z",
        "M8.5 11.8 L11.2 14.5 L15.8 9.5",
    ),
    "warning": ("M12 4 L21.5 20 L2.5 20 Z", "M12 10 L12 14.5", "M12 17.2 L12 17.3"),
    "book": (
        "M12 6 C9 4 6 4 3 5 L3 19 C6 18 9 18 12 20 C15 18 18 18 21 19 L21 5 C18 4 15 4 12 6 L12 20",
    ),
    "people": (
        "M9 11 A3.5 3.5 0 1 1 9.01 11",
        "M2.5 20 C2.5 15.5 5 14 9 14 C13 14 15.5 15.5 15.5 20",
        "M16 4.5 A3.3 3.3 0 0 1 16 11",
        "M18 14.4 C20.5 15 21.5 17 21.5 20",
    ),
    "bolt": ("M13 3 L5 13.5 L11 13.5 L10 21 L19 9.5 L12.5 9.5 Z",),
    "drop": (
        "M12 3 C8 9 6 11.5 6 15 A6 6 0 0 0 18 15 C18 11.5 16 9 12 3",
        "M9 15.5 A3 3 0 0 0 11.5 18",
    ),
    "sun": (
        "M12 7.5 A4.5 4.5 0 1 1 11.99 7.5",
        "M12 2.5 L12 4.5",
        "M12 19.5 L12 21.5",
        "M2.5 12 L4.5 12",
        "M19.5 12 L21.5 12",
        "M5.3 5.3 L6.7 6.7",
        "M17.3 17.3 L18.7 18.7",
        "M5.3 18.7 L6.7 17.3",
        "M17.3 6.7 L18.7 5.3",
    ),
    "house": (
        "M3 11.5 L12 4 L21 11.5",
        "M5.5 9.8 L5.5 20 L18.5 20 L18.5 9.8",
        "M10 20 L10 14 L14 14 L14 20",
    ),
    "gear": (
        "M12 8.5 A3.5 3.5 0 1 1 11.99 8.5",
        "M12 5 A7 7 0 1 1 11.99 5",
        "M12 2.5 L12 5",
        "M12 19 L12 21.5",
        "M2.5 12 L5 12",
        "M19 12 L21.5 12",
        "M5.3 5.3 L7.05 7.05",
        "M16.95 16.95 L18.7 18.7",
        "M5.3 18.7 L7.05 16.95",
        "M16.95 7.05 L18.7 5.3",
    ),
    "flower": (
        "M12.00 9.40 A2.6 2.6 0 1 1 11.97 9.40",
        "M10.94 9.63 A3.3 3.3 0 1 1 13.06 9.63",
        "M13.93 10.26 A3.3 3.3 0 1 1 14.59 12.27",
        "M14.25 13.30 A3.3 3.3 0 1 1 12.54 14.54",
        "M11.46 14.54 A3.3 3.3 0 1 1 9.75 13.30",
        "M9.41 12.27 A3.3 3.3 0 1 1 10.07 10.26",
    ),
    "speech": ("M4 5 L20 5 L20 16 L12 16 L7 20.5 L7 16 L4 16 Z", "M8 9 L16 9", "M8 12.3 L13 12.3"),
    "quote": (
        "M10 6 C6 7 4 10 4 14 L4 18 L10 18 L10 12 L5 12",
        "M20 6 C16 7 14 10 14 14 L14 18 L20 18 L20 12 L15 12",
    ),
}

_KEYS: dict[str, str] = {
    "clock": "time hour minute clock zeit stunde uhr temps heure tiempo hora tempo czas время час"
    " 時間 时间 시간 समय وقت זמן",
    "coin": "money cost price pay dollar euro geld preis kosten argent prix dinero precio dinheiro"
    " soldi prezzo pieniąd деньг цен お金 钱 돈 पैस مال כסף",
    "rise": "grow rise rising increase more profit wachs steig mehr croiss augment crec aument"
    " rośnie раст больше 増 增 बढ़",
    "fall": "fall decline decrease less loss shrink sink fällt weniger baiss moins baja menos"
    " spad пада меньше 減 减 घट",
    "leaf": "nature plant leaf green climate forest tree natur pflanze klima wald baum forêt"
    " clima bosque árbol floresta las природ лес 自然 森 प्रकृति",
    "bulb": "idea think know learn invent discover wissen idee lern erfind penser savoir pensar"
    " saber imparar myśl иде знан 考 知 विचार فكر",
    "heart": "health heart love life body gesund herz liebe leben santé cœur amour salud corazón"
    " amor saúde salute zdrow здоров серд любов 心 愛 健康 स्वास्थ्य قلب לב",
    "globe": "world earth country global planet welt erde land monde terre pays mundo tierra país"
    " mondo terra świat мир земл стран 世界 地球 세계 दुनिया عالم עולם",
    "shield": "safe protect secure guard sicher schutz schütz sécur protég segur proteg sicur"
    " bezpiecz безопас защит 安全 守 सुरक्ष",
    "warning": "danger risk warn threat gefahr risiko warn danger risque peligro riesgo perigo"
    " pericolo zagroż опас риск 危 खतर خطر סכנ",
    "book": "book read school story history study buch lesen schule geschichte livre lire école"
    " libro leer escuela historia livro książ книг школ истор 本 学 書 किताब كتاب ספר",
    "people": "people team family friend community human mensch familie freund gens famille"
    " gente familia amigo pessoas persone ludzi люд семь 人 사람 लोग ناس אנש",
    "bolt": "energy power electric fast strom energie kraft schnell énergie électri energía"
    " eléctri energia prąd энерг электр 電 电 ऊर्जा طاقة",
    "drop": "water rain river sea ocean wasser regen fluss meer eau pluie agua lluvia mar río"
    " água acqua wod вод дожд мор 水 海 물 पानी ماء מים",
    "sun": "sun summer light warm heat sonne sommer licht hitze soleil été lumière sol verano luz"
    " sole słońc солнц лет свет 太陽 太阳 光 सूरज شمس שמש",
    "house": "home house hive city build nest haus heim stadt bauen maison ville casa hogar ciudad"
    " cidade dom дом город улей 家 巣 집 घर بيت בית",
    "gear": "machine technology engine work tool system maschine technik arbeit motor machine"
    " travail máquina trabajo macchina lavoro praca машин техник работ 機 技術 काम",
    "flower": "flower bloom bee nectar pollen garden blume blüte biene garten fleur abeille flor"
    " abeja fiore ape kwiat цвет пчел 花 蜂 꽃 फूल زهرة פרח",
    "speech": "say speak talk language voice word sag sprach sprech stimme wort parler langue voix"
    " hablar lengua voz parlare lingua mów język язык голос сло 言 話 말 भाषा لغة",
}


def icon_for(text: str) -> str:
    """The icon whose key words a text names most often; none where it names none."""
    lowered = text.lower()
    words = [word.strip(_MARKS) for word in lowered.split()]
    counts = {
        name: sum(_named(key, lowered, words) for key in keys.split())
        for name, keys in _KEYS.items()
    }
    best = max(counts, key=lambda it: counts[it])
    return best if counts[best] else ""


def _named(key: str, text: str, words: list[str]) -> int:
    """Scripts that write words apart are asked word by word, others sign by sign."""
    if any(is_ideographic(it) for it in key):
        return text.count(key)
    return sum(_begins(word, key) for word in words)


def _begins(word: str, key: str) -> bool:
    """Short key words only with a short ending, so that `sol` is not found in `solid`."""
    return word.startswith(key) and len(word) <= len(key) + (
        _ENDING_MAX if len(key) > _SHORT else 1
    )


_MARKS = ".,;:!?…\"'()“”„«»"
_SHORT, _ENDING_MAX = 4, 5
