"""What calls cost, worked by hand from the published prices, to the billionth.

A price of 1.00 a million tokens is 1,000 billionths a token: `worked` multiplies from there.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from domain.mode import Mode
from domain.money import NANOS
from domain.prices import PriceBook, Provider, Tier, Usage
from infra.prices import price_book
from infra.prices.own import at_rates

BOOK = at_rates(price_book(), cpu_hour="0.04", gpu_hour="3")
NOVEMBER = datetime(2026, 11, 20, tzinfo=UTC)


@dataclass(frozen=True)
class Case:
    by: str
    used: str
    nanos: tuple[int, ...]
    worked: str
    at: datetime = NOVEMBER
    tier: Tier = Tier.STANDARD
    billed: str = ""


def on(month: int, day: int, hour: int = 0, minute: int = 0, second: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, second, tzinfo=UTC)


TERRA, SOL, LUNA = "openai gpt-6.1-terra", "openai gpt-6.1-sol", "openai gpt-5.6-luna"
FLARE, MINI = "openai gpt-image-2.5-flare", "openai gpt-5.4-mini"
HAIKU, FEE = "anthropic claude-haiku-5-5", "percent_of_amount {} fixed_fee 1"
BATCH, FLEX, PRIORITY, ULTRAFAST = Tier.BATCH, Tier.FLEX, Tier.PRIORITY, Tier.ULTRAFAST
USD_49, CENT = 49 * NANOS, NANOS // 100

CASES = [
    Case(TERRA, "input_token 1", (1_000,), "1.00 a million"),
    Case(TERRA, "input_token 1234 output_token 567", (1_234_000, 2_835_000), "1.00; 567 × 5,000"),
    Case(
        TERRA,
        "input_token 10000 cached_input_token 90000",
        (10_000_000, 4_500_000),
        "90,000 × 50: what was kept is a twentieth",
    ),
    Case(TERRA, "cache_write_token 2048", (2_560_000,), "2,048 × 1,250"),
    Case(TERRA, "output_token 800", (4_000_000,), "300 written and 500 of reasoning, × 5,000"),
    Case(TERRA, "input_token 272000", (272_000_000,), "not above 272,000 yet"),
    Case(
        TERRA,
        "input_token 272001 output_token 1000",
        (544_002_000, 7_500_000),
        "all of it × 2,000; 1,000 × 7,500",
    ),
    Case(
        TERRA,
        "input_token 200000 cached_input_token 72000 output_token 100",
        (200_000_000, 3_600_000, 500_000),
        "272,000 in all: 72,000 × 50, 100 × 5,000",
    ),
    Case(
        TERRA,
        "input_token 200000 cached_input_token 72001 output_token 100",
        (400_000_000, 7_200_100, 750_000),
        "272,001 in all: × 2,000; 72,001 × 100; 100 × 7,500",
    ),
    Case(
        TERRA,
        "input_token 1 cache_write_token 272000",
        (2_000, 680_000_000),
        "written tokens are read too: 272,000 × 2,500",
    ),
    Case(
        TERRA,
        "input_token 1000 output_token 1000",
        (500_000, 2_500_000),
        "half of 1,000 and of 5,000",
        tier=BATCH,
    ),
    Case(TERRA, "input_token 3", (1_500,), "half of 3 × 1,000", tier=FLEX),
    Case(
        TERRA,
        "input_token 1000 output_token 1000",
        (2_000_000, 10_000_000),
        "twice as much",
        tier=PRIORITY,
    ),
    Case(TERRA, "output_token 10", (300_000,), "10 × 5,000 × 6", tier=ULTRAFAST),
    Case(
        TERRA,
        "input_token 300000 output_token 2000",
        (300_000_000, 7_500_000),
        "300,000 × 1,000 × ½ × 2; 2,000 × 5,000 × ½ × 1½ = 2,000 × 3,750",
        tier=BATCH,
    ),
    Case(
        TERRA,
        "input_token 300000 output_token 1",
        (1_200_000_000, 15_000),
        "300,000 × 1,000 × 2 × 2; 5,000 × 2 × 1½",
        tier=PRIORITY,
    ),
    Case(TERRA, "input_token 5", (0,), "a second before it was listed", at=on(10, 25, 23, 59, 59)),
    Case(TERRA, "input_token 5", (5_000,), "when it was listed", at=on(10, 26)),
    Case(SOL, "input_token 1000000", (4 * NANOS,), "2.00 a million, twice for one request"),
    Case(SOL, "cached_input_token 7", (700,), "7 × 100"),
    Case(
        SOL, "output_token 10", (100_000,), "a dated state of it", billed="gpt-6.1-sol-2026-11-03"
    ),
    Case(SOL, "output_token 10", (50_000,), "as the model that answered", billed="gpt-6.1-terra"),
    Case(
        "openai gpt-6-astra",
        "input_token 12345 cached_input_token 678 output_token 90",
        (123_450_000, 678_000, 4_500_000),
        "× 10,000; × 1,000; × 50,000",
    ),
    Case("openai gpt-6-luna", "cached_input_token 1", (10,), "0.01 a million"),
    Case("openai gpt-6-luna", "cached_input_token 1", (5,), "half of it", tier=BATCH),
    Case(LUNA, "input_token 1", (1_000,), "before the fall", at=on(7, 29, 23, 59, 59)),
    Case(LUNA, "input_token 1", (200,), "from midnight on", at=on(7, 30)),
    Case("openai gpt-5.6-terra", "output_token 100", (1_500_000,), "100 × 15,000", at=on(7, 10)),
    Case("openai gpt-5.6-terra", "output_token 100", (1_200_000,), "100 × 12,000", at=on(8, 1)),
    Case("openai gpt-5.6-sol", "input_token 3", (15_000,), "3 × 5,000", at=on(10, 31)),
    Case("openai gpt-5.6-sol", "input_token 3", (12_000,), "3 × 4,000"),
    Case(MINI, "cached_input_token 1001", (75_075,), "1,001 × 75"),
    Case(MINI, "cached_input_token 1", (38,), "37.5, to the even neighbour", tier=FLEX),
    Case(MINI, "cached_input_token 3", (112,), "112.5, to the even neighbour", tier=FLEX),
    Case(
        FLARE,
        "input_token 120 image_in_token 1500 image_out_token 4160",
        (600_000, 12_000_000, 124_800_000),
        "120 × 5,000; 1,500 × 8,000; 4,160 × 30,000",
    ),
    Case("openai gpt-image-2", "image 8", (424_000_000,), "8 × 0.053"),
    Case("openai tts-1", "character 33", (495_000,), "33 × 15,000"),
    Case("openai tts-1-hd", "character 4096", (122_880_000,), "4,096 × 30,000"),
    Case("openai gpt-4", "output_token 1000", (60_000_000,), "1,000 × 60,000", at=on(10, 22)),
    Case("elevenlabs eleven_multilingual_v2", "character 4500", (360_000_000,), "4.5 × 0.08"),
    Case("elevenlabs eleven_flash_v2_5", "character 1", (40_000,), "0.04 / 1,000"),
    Case("google chirp3-hd", "character 1234", (37_020_000,), "1,234 × 30,000"),
    Case("azure neural", "character 10", (150_000,), "10 × 15,000"),
    Case(HAIKU, "input_token 100000 output_token 10", (10_000_000, 5_000), "× 100; 10 × 500"),
    Case(
        HAIKU,
        "input_token 100001 output_token 10",
        (50_000_500, 25_000),
        "five times: 100,001 × 500; 10 × 2,500",
    ),
    Case(HAIKU, "cached_input_token 9 cache_write_token 8", (90, 1_000), "9 × 10; 8 × 125"),
    Case(
        HAIKU,
        "input_token 60000 cached_input_token 40001",
        (30_000_000, 2_000_050),
        "more than 100,000 together: 60,000 × 500; 40,001 × 50",
    ),
    Case(
        "anthropic claude-sonnet-5-5",
        "cached_input_token 7 cache_write_token 3",
        (700, 7_500),
        "7 × 100; 3 × 2,500",
    ),
    Case(
        "anthropic claude-opus-5-5",
        "cached_input_token 7 cache_write_token 3",
        (1_400, 15_000),
        "7 × 200; 3 × 5,000",
    ),
    Case(
        "openai gpt-4o-mini-tts",
        "input_token 11 audio_out_token 1250",
        (6_600, 15_000_000),
        "11 × 600; 1,250 × 12,000: 0.015 a minute",
    ),
    Case(HAIKU, "image 9", (0,), "nobody published a price for it"),
    Case(
        TERRA,
        "input_token 31000 output_token 900 web_search 4",
        (31_000_000, 4_500_000, 40_000_000),
        "31,000 × 1,000; 900 × 5,000; 4 searches × 0.01",
    ),
    Case(
        TERRA,
        "input_token 300000 web_search 3",
        (300_000_000, 30_000_000),
        "300,000 × 1,000 × ½ × 2; a search costs as much in a batch: 3 × 0.01",
        tier=BATCH,
    ),
    Case(
        HAIKU,
        "input_token 100001 output_token 10 web_search 6",
        (50_000_500, 25_000, 60_000_000),
        "five times the tokens, and no search: 100,001 × 500; 10 × 2,500; 6 × 0.01",
    ),
    Case("anthropic claude-sonnet-5-5", "web_search 1", (10_000_000,), "10.00 a thousand"),
    Case(SOL, "web_search 1", (0,), "the day before it was listed", at=on(10, 31)),
    Case("stripe card", FEE.format(USD_49), (1_421_000_000, 300_000_000), "49 × 2.9 % + 0.30"),
    Case("stripe card", FEE.format(CENT), (290_000, 300_000_000), "0.01 × 2.9 % + 0.30"),
    Case("stripe card", FEE.format(17), (0, 300_000_000), "17 × 0.029 = 0.493, nothing"),
    Case("stripe card-international", FEE.format(USD_49), (2_156_000_000, 300_000_000), "4.4 %"),
    Case("own machine", "cpu_ms 90000 gpu_ms 1", (1_000_000, 833), "0.04 / 40; 3 / 3,600,000"),
]


def used(case: Case) -> list[Usage]:
    words = case.used.split()
    pairs = zip(words[::2], words[1::2], strict=True)
    return [Usage(meter, int(quantity), case.billed, case.tier) for meter, quantity in pairs]


def name_of(case: Case) -> str:
    return f"{case.by}: {case.worked}"


def amounts(book: PriceBook, case: Case) -> tuple[int, ...]:
    name, model = case.by.split()
    by = Provider(name, model, Mode.LIVE)
    return tuple(it.amount_nanos for it in book.lines(by, used(case), case.at, "2026-11"))


@pytest.mark.parametrize("case", CASES, ids=name_of)
def test_a_call_costs_what_was_worked_out_by_hand(case: Case) -> None:
    assert amounts(BOOK, case) == case.nanos


LIST = """
list_version = "acme/{currency}"
currency = "{currency}"
[[listed]]
provider = "acme"
model = "{currency}"
per = {per}
effective_from = 2026-01-01T00:00:00Z
source = "their page"
prices = {{ character = "{price}" }}
"""


@pytest.mark.parametrize(
    ("currency", "per", "price", "nanos"),
    [
        ("EUR", 1_000, "0.50", 8_500_000),  # 17 × 0.0005 EUR
        ("JPY", 1_000_000, "2400", 40_800_000),  # 17 × 0.0024 JPY
        ("GBP", 3, "0.01", 56_666_667),  # 17 thirds of a penny, to the billionth
    ],
)
def test_each_list_is_in_its_own_currency(
    tmp_path: Path, currency: str, per: int, price: str, nanos: int
) -> None:
    (tmp_path / "acme.toml").write_text(LIST.format(currency=currency, per=per, price=price))
    by = Provider("acme", currency, Mode.LIVE)
    (line,) = price_book(tmp_path).lines(by, [Usage("character", 17)], NOVEMBER, "2026-11")
    assert (line.currency, line.amount_nanos) == (currency, nanos)


def test_a_line_names_the_row_that_it_was_priced_by() -> None:
    by = Provider("openai", "gpt-6.1-terra", Mode.LIVE)
    usage = [Usage("input_token", 272_001, tier=BATCH)]
    (line,) = BOOK.lines(by, usage, NOVEMBER, "2026-11")
    assert line.list_version == "openai/2026-11-21 batch over 272000"
    assert (line.model, line.unit_price_nanos, line.per) == ("gpt-6.1-terra", NANOS, 1_000_000)
