"""The most that a language model may read and write for one question, before it is worded.

What is sent is bounded by its bytes, each text as JSON writes it; a token is taken to be no less
than `BYTES_A_TOKEN` of them.
"""

import json

from adapters.providers.language_model import Prompt, Shape
from domain.brief import Brief
from domain.prices import Usage
from processors.estimates import BYTES_A_TOKEN

ORDER_BYTES = 2_400
"""What is said beside the texts: the order, what was measured, what a provider frames it with."""

NUMBERED_BYTES = 30
"""What a sentence's number takes, and the stop that it may be given."""

CUT_CHARACTERS = 60
"""Where nothing ends a sentence, one is cut after no fewer."""


def most(
    by: Prompt, shape: type[Shape], brief: Brief, beside: object, written: int
) -> tuple[Usage, Usage]:
    """`beside` is what is told beside the source; the shape is told twice by some servers."""
    form = len(json.dumps(shape.model_json_schema(), ensure_ascii=False).encode())
    told = _json_bytes((brief.source, brief.personality, beside))
    numbers = NUMBERED_BYTES * _sentences_max(brief.source)
    read_bytes = len(by.text.encode()) + 2 * form + told + numbers + ORDER_BYTES
    return (
        Usage("input_token", -(-read_bytes // BYTES_A_TOKEN)),
        Usage("output_token", written),
    )


def _sentences_max(text: str) -> int:
    ends = sum(not it.isalnum() and it != " " for it in text)
    return 1 + ends + text.count(" ") // 8 + len(text) // CUT_CHARACTERS


def _json_bytes(told: object) -> int:
    return len(json.dumps(told, ensure_ascii=False).encode())
