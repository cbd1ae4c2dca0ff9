"""Instructions for language models: one file a version, never changed once it was used.

A changed prompt is a new file with the next number; the old one stays, since events name it.
"""

from functools import cache
from importlib.resources import files

from adapters.providers.language_model import Prompt


@cache
def prompt(name: str, version: int) -> Prompt:
    """The file `name-version.md` beside this one."""
    text = files(__name__).joinpath(f"{name}-{version}.md").read_text(encoding="utf-8")
    return Prompt(name, version, text)
