import pytest

from domain.provenance import DigitalSource, combined

TRAINED, WITH, RULES, MIXED = DigitalSource


@pytest.mark.parametrize(
    ("parts", "whole"),
    [
        ([RULES, RULES], RULES),
        ([TRAINED], TRAINED),
        ([TRAINED, RULES], WITH),
        ([TRAINED, None], WITH),
        ([WITH, RULES, None], WITH),
        ([None], MIXED),
        ([None, RULES], MIXED),
        ([MIXED, RULES], MIXED),
    ],
)
def test_a_whole_says_the_most_that_is_true_of_its_parts(
    parts: list[DigitalSource | None], whole: DigitalSource
) -> None:
    assert combined(parts) is whole


def test_a_source_has_the_address_that_others_know_it_by() -> None:
    assert TRAINED.uri == "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"
