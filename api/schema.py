"""What bodies are made of: nothing unknown, nothing that nobody sees, every length bounded."""

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from domain.hidden_characters import complaint
from domain.ids import BlobId


class Hidden(ValueError):
    """There is a character that nobody sees."""


LANGUAGE = r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$"
BLOB = r"^sha256:[0-9a-f]{64}$"


def _seen(text: str) -> str:
    return _without(complaint(text), text)


def _seen_lines(text: str) -> str:
    return _without(complaint(text, lines=True), text)


def _without(found: str | None, text: str) -> str:
    if found:
        raise Hidden(found)
    return text


SEEN = AfterValidator(_seen)
"""One line, of which every character can be seen."""

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100), SEEN]
Line = Annotated[str, StringConstraints(strip_whitespace=True, max_length=500), SEEN]
Paragraphs = Annotated[str, StringConstraints(max_length=5_000), AfterValidator(_seen_lines)]
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
