"""What every row of money says of the priced line that it stands for."""

from domain.prices import PricedLine
from projections.table import Row


def told(line: PricedLine) -> Row:
    return {
        "provider": line.provider,
        "model": line.model,
        "meter": line.meter,
        "quantity": line.quantity,
        "service_date": line.service_date,
        "posting_month": line.posting_month,
    }
