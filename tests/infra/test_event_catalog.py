"""The event pages are what the code says: the catalogue, and how each field is kept."""

import tomllib
from dataclasses import fields
from pathlib import Path
from typing import Any, NewType, get_args, get_type_hints

import pytest

import domain.streams  # noqa: F401 - enters every event in the catalog
from domain.event import catalog
from infra import event_catalog

DOCS = Path(__file__).parents[2] / "docs"
KEPT: dict[str, dict[str, str]] = tomllib.loads((DOCS / "adr" / "fields.toml").read_text())
EVENTS = {its.name: cls for cls, its in catalog.items()}
SEALED = {"personal", "youtube"}
WAYS = SEALED | {"content", "plain", "composed"}


HOLDERS: dict[str, Any] = EVENTS | event_catalog.composed()


def test_the_catalogue_is_up_to_date() -> None:
    assert (DOCS / "EVENTS.md").read_text() == event_catalog.markdown(), (
        "write it again: python -m infra.event_catalog > docs/EVENTS.md"
    )


@pytest.mark.parametrize("name", HOLDERS)
def test_every_field_says_how_it_is_kept(name: str) -> None:
    told = {it.name for it in fields(HOLDERS[name])}
    assert KEPT.get(name, {}).keys() == told, f'list its fields in docs/adr/fields.toml: ["{name}"]'
    assert set(KEPT[name].values()) <= WAYS


def test_nothing_is_listed_that_is_no_longer_there() -> None:
    assert KEPT.keys() <= HOLDERS.keys()


@pytest.mark.parametrize("name", HOLDERS)
def test_what_is_personal_is_sealed_and_nothing_else_is(name: str) -> None:
    hints = get_type_hints(HOLDERS[name])
    sealed = {it for it, hint in hints.items() if "Sealed" in named(hint)}
    assert sealed == {it for it, way in KEPT[name].items() if way in SEALED}


@pytest.mark.parametrize("name", HOLDERS)
def test_what_is_composed_is_said_field_by_field(name: str) -> None:
    hints = get_type_hints(HOLDERS[name])
    composed = {it for it, hint in hints.items() if event_catalog.parts(hint)}
    assert composed == {it for it, way in KEPT[name].items() if way == "composed"}


def named(hint: Any) -> set[str]:
    """The names of the types of ours in a hint: `Sealed` of `Sealed | None`."""
    own = {hint.__name__} if isinstance(hint, NewType) else set[str]()
    return own.union(*map(named, get_args(hint)))
