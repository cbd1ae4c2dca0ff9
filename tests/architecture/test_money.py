from projections.catalog import PROJECTIONS
from projections.table import Kind, Table

MONEY = [
    table
    for projection in PROJECTIONS
    for table in projection.tables
    if Kind.AMOUNT in table.kinds.values()
]


def test_every_money_table_is_keyed_by_mode_and_currency() -> None:
    assert [it.name for it in MONEY if not {"mode", "currency"} <= it.key.keys()] == []


def test_every_money_table_names_its_basis() -> None:
    assert [it.name for it in MONEY if basis(it) not in ("service", "books")] == []


def test_there_is_money_to_look_at() -> None:
    assert {"cost_lines", "cost_totals"} <= {it.name for it in MONEY}


def basis(table: Table) -> object:
    return table.columns["basis"].default if "basis" in table.columns else None
