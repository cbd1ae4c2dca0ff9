"""What becomes of a paid call when its provider, or the line to it, breaks: for any adapter."""

from processors.errors import CallError, OutcomeUnknown, Unavailable
from tests.standins import faults
from tests.standins.faults import Fault

Row = tuple[Fault, type[CallError], str]

BROKEN: tuple[Row, ...] = (
    (faults.status(500), Unavailable, "provider-unavailable"),
    (faults.html_502(), Unavailable, "provider-unavailable"),
    (faults.drop_before_body(), OutcomeUnknown, "outcome-unknown"),
    (faults.answer_lost(), OutcomeUnknown, "outcome-unknown"),
    (faults.drop_after(100), OutcomeUnknown, "outcome-unknown"),
)
"""A fault, its class and its code."""

MALFORMED: Row = (faults.malformed(), Unavailable, "malformed-answer")
"""Where an answer is JSON, not sound as it is."""
