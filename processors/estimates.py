"""The most that a paid call may be charged: what stands where its outcome stays unknown."""

from domain.prices import Usage

CHARACTERS_A_TOKEN = 3
"""Below the four of English, so that no language is estimated too low by much."""

WRITTEN_TOKENS = 4_000


def tokens(*read: str) -> tuple[Usage, ...]:
    """A language model that reads these texts and writes as much as it may."""
    characters = sum(map(len, read))
    return (
        Usage("input_token", -(-characters // CHARACTERS_A_TOKEN)),
        Usage("output_token", WRITTEN_TOKENS),
    )


def characters(text: str) -> tuple[Usage, ...]:
    return (Usage("character", len(text)),)


def images(count: int) -> tuple[Usage, ...]:
    return (Usage("image", count),)
