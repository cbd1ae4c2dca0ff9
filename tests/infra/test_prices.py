"""Price lists from real files: dated, complete, and never two prices at once."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from domain.mode import Mode
from domain.prices import LineKind, Provider, Usage
from infra.prices import BadPrices, price_book
from infra.prices.own import at_rates

TODAY = datetime(2026, 11, 20, tzinfo=UTC)
BOOK = price_book()
METERED = [
    ("extractive", "output_token", 5_000),
    ("measured", "input_token", 1_000),
    ("keywords", "input_token", 1_000),
    ("espeak-ng", "character", 80_000),
    ("cards", "image", 53_000_000),
    ("thumbnails", "image", 53_000_000),
]
LIST = """
list_version = "acme/1"
currency = "USD"
[[listed]]
provider = "acme"
model = "one"
per = 1
effective_from = {begin}T00:00:00Z
source = "their page"
prices = {{ image = "{price}" }}
"""


def listed(folder: Path, name: str, begin: str = "2026-01-01", price: str = "1") -> Path:
    file = folder / f"{name}.toml"
    file.write_text(LIST.format(begin=begin, price=price))
    return file


def offline(provider: str) -> Provider:
    return Provider(provider, "any", Mode.OFFLINE)


@pytest.mark.parametrize(("provider", "meter", "nanos"), METERED)
def test_offline_work_says_what_a_live_provider_would_have_charged(
    provider: str, meter: str, nanos: int
) -> None:
    (line,) = BOOK.lines(offline(provider), [Usage(meter, 1)], TODAY, "2026-11")
    assert (line.kind, line.amount_nanos) == (LineKind.WOULD_HAVE_COST, nanos)


@pytest.mark.parametrize("provider", ["torch-renderer", "inspector"])
def test_our_own_machines_time_is_imputed_and_costs_nothing_unless_said(provider: str) -> None:
    (line,) = BOOK.lines(offline(provider), [Usage("cpu_ms", 90_000)], TODAY, "2026-11")
    assert (line.kind, line.amount_nanos, line.quantity) == (LineKind.IMPUTED, 0, 90_000)


@pytest.mark.parametrize(("day", "nanos"), [(29, 1_000), (30, 200)])
def test_a_price_changes_at_midnight(day: int, nanos: int) -> None:
    luna = Provider("openai", "gpt-5.6-luna", Mode.LIVE)
    at = datetime(2026, 7, day, tzinfo=UTC)
    (line,) = BOOK.lines(luna, [Usage("input_token", 1)], at, "2026-07")
    assert (line.kind, line.amount_nanos) == (LineKind.CASH, nanos)


def test_what_was_not_listed_yet_is_unpriced() -> None:
    luna = Provider("openai", "gpt-5.6-luna", Mode.LIVE)
    at = datetime(2026, 7, 9, tzinfo=UTC) - timedelta(microseconds=1)
    (line,) = BOOK.lines(luna, [Usage("input_token", 1)], at, "2026-07")
    assert line.kind is LineKind.UNPRICED


def test_two_prices_for_one_day_are_refused(tmp_path: Path) -> None:
    listed(tmp_path, "one")
    listed(tmp_path, "two", begin="2026-02-01")
    with pytest.raises(BadPrices, match="acme one image has two prices on 2026-02-01"):
        price_book(tmp_path)


def test_a_price_that_ended_makes_room_for_the_next(tmp_path: Path) -> None:
    first = listed(tmp_path, "one")
    ended = first.read_text().replace("source", "effective_to = 2026-02-01T00:00:00Z\nsource")
    first.write_text(ended)
    listed(tmp_path, "two", begin="2026-02-01")
    assert len(price_book(tmp_path).prices) == 2


@pytest.mark.parametrize(
    ("written", "instead", "complaint"),
    [
        ('"1"', '"0.0000000001"', "more than nine decimals"),
        ('"1"', '"-1"', "below nothing"),
        ('"1"', '"a lot"', "a lot"),
        ("per = 1", "per = 0", "listed.0.per"),
        ('"USD"', '"dollars"', "currency"),
        ("T00:00:00Z", "T00:00:00", "effective_from"),
        ('source = "their page"', "", "source"),
        ("[[listed]]", "[[listed", "Expected"),
        ("source", "effective_to = 2025-01-01T00:00:00Z\nsource", "ends before it begins"),
    ],
)
def test_a_list_that_makes_no_sense_is_refused_by_its_file(
    tmp_path: Path, written: str, instead: str, complaint: str
) -> None:
    file = listed(tmp_path, "acme")
    file.write_text(file.read_text().replace(written, instead))
    with pytest.raises(BadPrices, match=rf"acme\.toml: .*{complaint}"):
        price_book(tmp_path)


def test_a_stand_in_without_a_model_is_refused(tmp_path: Path) -> None:
    (tmp_path / "stands-for.toml").write_text('openai = [{ offline = "cards" }]')
    with pytest.raises(BadPrices, match=r"stands-for\.toml: openai\.0\.model"):
        price_book(tmp_path)


RENDERER = Provider("torch-renderer", "cpu", Mode.OFFLINE)
USED = (Usage("cpu_ms", 90_000), Usage("gpu_ms", 1_800_000))


def test_own_time_costs_nothing_unless_somebody_says_what_an_hour_costs() -> None:
    lines = list(BOOK.lines(RENDERER, USED, TODAY, "2026-11"))
    assert [(it.kind, it.amount_nanos) for it in lines] == [(LineKind.IMPUTED, 0)] * 2


def test_own_time_is_imputed_at_the_rate_that_was_set() -> None:
    book = at_rates(BOOK, cpu_hour="0.04", gpu_hour="3")
    lines = list(book.lines(RENDERER, USED, TODAY, "2026-11"))
    assert [it.amount_nanos for it in lines] == [1_000_000, 1_500_000_000]
    assert {it.kind for it in lines} == {LineKind.IMPUTED}
    assert lines[0].list_version == "settings/cpu_ms 0.04 an hour"


@pytest.mark.parametrize(
    ("more", "complaint"),
    [
        ('tiers = { batch = "0.0000000001" }', "one image times 0.0000000001 is no whole"),
        ('tiers = { batch = "-1" }', "no whole billionth"),
        ('tiers = { soon = "1" }', "listed.0.tiers.soon"),
        ('long = { over_input_tokens = 0, input = "1", output = "1" }', "over_input_tokens"),
    ],
)
def test_a_multiple_that_makes_no_sense_is_refused(
    tmp_path: Path, more: str, complaint: str
) -> None:
    file = listed(tmp_path, "acme")
    file.write_text(f"{file.read_text()}{more}\n")
    with pytest.raises(BadPrices, match=rf"acme\.toml: .*{complaint}"):
        price_book(tmp_path)


def test_what_retires_is_known_by_its_day() -> None:
    assert BOOK.retires_on(Provider("openai", "tts-1", Mode.LIVE)) == date(2027, 1, 6)
    assert BOOK.retires_on(Provider("openai", "gpt-6.1-terra", Mode.LIVE)) is None
