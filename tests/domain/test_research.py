"""Research: facts with the pages they were read in."""

from domain.research import Finding, Research, WebSource

ICE = WebSource("https://example.org/ice", "Ice")
WATER = WebSource("https://example.org/water", "Water")
FLOATS = Finding("Ice floats on water.", (2, 1))
FREEZES = Finding("Fresh water freezes at 0 degrees Celsius.", (2,))
KNOWN = Research("ice", "en", (FLOATS, FREEZES), (ICE, WATER))


def test_a_script_is_written_from_the_facts_alone_a_line_each() -> None:
    assert KNOWN.text == "Ice floats on water.\nFresh water freezes at 0 degrees Celsius."


def test_each_fact_leads_to_the_pages_it_was_read_in() -> None:
    assert KNOWN.read_in(FLOATS) == (WATER, ICE)
