"""What the offline work would have been metered as by a language model."""

from domain.prices import Usage

# OpenAI's rule of thumb for English: a token is about four characters.
CHARACTERS_A_TOKEN = 4


def tokens(read: int, written: int) -> tuple[Usage, Usage]:
    """Usage for so many characters read and written; an estimate, never less than one token."""
    return Usage("input_token", _tokens(read)), Usage("output_token", _tokens(written))


def _tokens(characters: int) -> int:
    return max(1, -(-characters // CHARACTERS_A_TOKEN))
