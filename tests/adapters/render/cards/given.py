"""Cards of every kind, with texts in many scripts."""

from hypothesis import strategies as st

from domain.scene.cards import (
    AnyCard,
    Chart,
    Comparison,
    EndCard,
    Listing,
    LowerThird,
    Moment,
    Number,
    Quote,
    Side,
    Statement,
    Title,
    Value,
    Years,
)
from domain.scene.figures import Figure
from domain.timeline import Canvas, Rect

CANVASES = (Canvas(480, 270, 30), Canvas(270, 480, 30), Canvas(270, 270, 30))
PLACE = Rect(80_000, 90_000, 840_000, 600_000)

_SCRIPTS = (
    "a bee remembers every flower that it has visited unverhältnismäßigkeitsprinzip Ångström",
    "пчела помнит каждый цветок достопримечательность",
    "μέλισσα θυμάται κάθε λουλούδι",
    "النحلة تتذكر كل زهرة زارتها",
    "הדבורה זוכרת כל פרח",
    "मधुमक्खी हर फूल को याद रखती है",
    "蜜蜂は訪れたすべての花を覚えています。",
)
WORDS = st.sampled_from([word for it in _SCRIPTS for word in it.split()])


def texts(most: int, least: int = 1) -> st.SearchStrategy[str]:
    return st.lists(WORDS, min_size=least, max_size=most).map(" ".join)


FIGURES = st.builds(
    Figure,
    digits=st.integers(0, 10**9),
    decimals=st.integers(0, 2),
    before=st.sampled_from(["", "$", "€"]),
    after=st.sampled_from(["", " %", " km/h", " Millionen"]),
    group=st.sampled_from(["", ",", "."]),
)


def many(of: st.SearchStrategy[object], least: int, most: int) -> st.SearchStrategy[object]:
    return st.lists(of, min_size=least, max_size=most).map(tuple)


STATEMENTS = texts(12).flatmap(
    lambda it: st.builds(
        Statement,
        text=st.just(it),
        heading=texts(4, 0),
        key_start=st.just(0),
        key_end=st.integers(0, len(it.split())),
    )
)
CONTENTS: st.SearchStrategy[AnyCard] = st.one_of(
    st.builds(Title, text=texts(10), above=texts(3, 0)),
    STATEMENTS,
    st.builds(Number, figure=FIGURES, text=texts(12, 0)),
    st.builds(Listing, heading=texts(6, 0), items=many(texts(4), 3, 6)),
    st.builds(Quote, text=texts(24), author=texts(4, 0)),
    st.builds(
        Comparison,
        heading=texts(5, 0),
        left=st.builds(Side, head=texts(9), text=texts(6, 0)),
        right=st.builds(Side, head=texts(9), text=texts(6, 0)),
    ),
    st.builds(
        Years,
        heading=texts(5, 0),
        moments=many(st.builds(Moment, year=st.just("1984"), text=texts(8, 0)), 3, 5),
    ),
    st.builds(
        Chart,
        heading=texts(5, 0),
        values=many(st.builds(Value, label=texts(3), figure=FIGURES), 3, 6),
        line=st.booleans(),
    ),
    st.builds(LowerThird, name=texts(6), text=texts(8, 0)),
    st.builds(EndCard, text=texts(6), name=texts(4, 0)),
)
