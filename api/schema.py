"""What bodies are made of: nothing unknown, no control characters, every length bounded."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from domain.ids import BlobId

PRINTED = r"^[^\x00-\x1f\x7f-\x9f]*$"
PRINTED_LINES = r"^[^\x00-\x08\x0b-\x1f\x7f-\x9f]*$"
LANGUAGE = r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$"
BLOB = r"^sha256:[0-9a-f]{64}$"

Name = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=100, pattern=PRINTED),
]
Line = Annotated[str, StringConstraints(strip_whitespace=True, max_length=500, pattern=PRINTED)]
Paragraphs = Annotated[str, StringConstraints(max_length=5_000, pattern=PRINTED_LINES)]
Language = Annotated[
    str, StringConstraints(pattern=LANGUAGE), Field(description="BCP 47: `en`, `pt-BR`.")
]
Blob = Annotated[
    BlobId,
    StringConstraints(pattern=BLOB),
    Field(description="`sha256:` and 64 hexadecimal digits, as the video names it."),
]


class Body(BaseModel):
    """What is not known here is refused, not ignored."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Recorded(BaseModel):
    """The answer to a command; `position` may be given to any read as YT-Position."""

    position: int
    code: Literal["recorded", "nothing-new"]
