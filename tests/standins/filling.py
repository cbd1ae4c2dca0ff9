"""A JSON value that fits a schema, made of the sentences that a prompt brought as data.

Names of properties say what is meant: a `title` is short, a `score` is high, `flagged` is
false. An array of objects that hold sentences is dealt the source's sentences in order.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.standins.prompt import Prompt, sentences_of, words_of

Schema = Mapping[str, Any]

SHORT = re.compile(r"title|heading|headline|name|phrase|label|topic|keyword|tag|caption")
LONG = re.compile(r"sentence|text|narration|spoken|line|script|body|paragraph|description|quote")
BAD = re.compile(r"flag|violat|reject|unsafe|fail|injection|duplicate|paraphras|refus|error")
SHORT_WORDS, SHORT_CHARACTERS = 6, 60
SCORE = 0.9
SCENES, ITEMS = 5, 3
SENTENCES_A_SCENE = 2


@dataclass
class Filler:
    """Deals sentences in order and begins again when they are used up."""

    root: Schema
    sentences: list[str]
    dealt: int = 0
    path: list[str] = field(default_factory=list)

    def value(self, schema: Schema, name: str) -> Any:
        schema = self._resolved(schema)
        if "const" in schema:
            return schema["const"]
        if schema.get("enum"):
            return schema["enum"][0]
        match _type(schema):
            case "object":
                return self._object(schema)
            case "array":
                return self._array(schema, name)
            case "string":
                return self._string(schema, name)
            case "boolean":
                return not BAD.search(name.lower())
            case "integer" | "number" as kind:
                return _number(schema, name, whole=kind == "integer")
        return None

    def _resolved(self, schema: Schema) -> Schema:
        """References followed, the first alternative that is not null taken."""
        if "$ref" in schema:
            found: Any = self.root
            for part in schema["$ref"].removeprefix("#/").split("/"):
                found = found[part]
            return self._resolved(found)
        for union in ("anyOf", "oneOf"):
            for it in schema.get(union, ()):
                if it.get("type") != "null":
                    return self._resolved(it)
        if schema.get("allOf"):
            return self._resolved(schema["allOf"][0])
        return schema

    def _object(self, schema: Schema) -> dict[str, Any]:
        return {name: self.value(it, name) for name, it in schema.get("properties", {}).items()}

    def _array(self, schema: Schema, name: str) -> list[Any]:
        items = self._resolved(schema.get("items", {}))
        least, most = schema.get("minItems", 0), schema.get("maxItems", 1_000)
        usual = self._usual_length(items, name)
        return [self.value(items, name) for _ in range(max(least, min(most, usual)))]

    def _usual_length(self, items: Schema, name: str) -> int:
        if _type(items) == "object" and any(self._is_spoken(items)):
            return SCENES
        return SENTENCES_A_SCENE if LONG.search(name.lower()) else ITEMS

    def _is_spoken(self, items: Schema) -> Iterator[bool]:
        return (bool(LONG.search(it.lower())) for it in items.get("properties", {}))

    def _string(self, schema: Schema, name: str) -> str:
        most = schema.get("maxLength", 10_000)
        if SHORT.search(name.lower()):
            short = " ".join(words_of(self._next(peek=True))[:SHORT_WORDS])
            return short[: min(most, SHORT_CHARACTERS)].strip().ljust(schema.get("minLength", 0))
        return self._next(peek=not LONG.search(name.lower()))[:most]

    def _next(self, *, peek: bool) -> str:
        if not self.sentences:
            return "There is nothing to say."
        sentence = self.sentences[self.dealt % len(self.sentences)]
        self.dealt += 0 if peek else 1
        return sentence


def filled(schema: Schema, prompt: Prompt) -> Any:
    """A value of this schema; the same prompt always gives the same one."""
    return Filler(schema, sentences_of(prompt.data)).value(schema, "")


def _type(schema: Schema) -> str:
    kind = schema.get("type", "object" if "properties" in schema else "")
    return next((it for it in kind if it != "null"), "") if isinstance(kind, list) else str(kind)


def _number(schema: Schema, name: str, *, whole: bool) -> float:
    """Within its bounds: high where it scores, low where it counts what is bad."""
    low = schema.get("minimum", schema.get("exclusiveMinimum", 0))
    high = schema.get("maximum", schema.get("exclusiveMaximum", 1 if not whole else low + 1))
    share = 1 - SCORE if BAD.search(name.lower()) else SCORE
    value = float(low) + (float(high) - float(low)) * share
    return round(value) if whole else round(value, 4)
