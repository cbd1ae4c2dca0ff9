"""What a spoken sentence rests on."""

from domain.grounds import Grounds, grounds
from domain.research import Finding
from domain.script import Scene, Script

SOURCE = "Ice floats.\nIt takes up  more room than water. Salt keeps it from freezing."
FINDINGS = (
    Finding("Ice floats.", (1,)),
    Finding("It takes up more room than water. Salt keeps it from freezing.", (1, 2)),
)
CITED = ("It takes up more room than water.",)


def told(*scenes: Scene) -> list[Grounds]:
    return list(grounds(Script("Ice", "en", scenes, 6.0), SOURCE, FINDINGS))


def test_a_sentence_rests_on_what_its_writer_cited_and_on_the_findings_that_say_it() -> None:
    scene = Scene("Ice", ("Frozen water swells.", "So it swims."), "swells", (CITED, ()))
    assert told(scene) == [
        Grounds(1, 1, "Frozen water swells.", CITED, (2,)),
        Grounds(1, 2, "So it swims.", (), ()),
    ]


def test_a_sentence_that_stands_in_the_source_rests_on_itself() -> None:
    first, second = Scene("Ice", ("Ice floats.",), "Ice"), Scene("Room", CITED, "room")
    assert told(first, second) == [
        Grounds(1, 1, "Ice floats.", ("Ice floats.",), (1,)),
        Grounds(2, 1, CITED[0], CITED, (2,)),
    ]


def test_a_citation_may_span_findings() -> None:
    both = ("Ice floats. It takes up more room than water. Salt keeps it from freezing.",)
    (its,) = told(Scene("Ice", ("Ice swims.",), "Ice", (both,)))
    assert its.findings == (1, 2)


def test_without_findings_there_are_sentences_alone() -> None:
    script = Script("Ice", "en", (Scene("Ice", ("Ice floats.",), "Ice"),), 2.0)
    (its,) = grounds(script, SOURCE)
    assert (its.rests_on, its.findings) == (("Ice floats.",), ())
