"""The most that calls may be charged."""

from processors import estimates


def test_research_reserves_its_searches_and_what_is_read_of_them() -> None:
    its = {it.meter: it.quantity for it in estimates.research("The tides of the sea", 60)}

    assert its == {
        "input_token": 2_500 + 7 + 128_000,
        "output_token": 4_000 + 24 * 60,
        "web_search": 6,
    }


def test_a_longer_film_may_have_more_facts() -> None:
    assert estimates.research_tokens(600) > estimates.research_tokens(60)
