"""Sealed values: personal facts that the domain carries and cannot read."""

from enum import Enum
from typing import NewType, Protocol

from domain.ids import StreamId

Sealed = NewType("Sealed", str)
"""`s1.<key version>.<nonce>.<ciphertext and tag>`, both in URL-safe base64 without padding.

AES-256-GCM under the account's (or the grant's) data key; the associated data is
`account/<id>|<subject stream>|<field>`, so that a value moved elsewhere does not open.
"""


class Erased(Enum):
    """What a sealed value loads as once its key is destroyed."""

    ERASED = "erased"


class VaultError(Exception):
    """What a vault may say instead of a value.

    VaultError
    ├── Unopenable    the value was changed, moved, or sealed under a key that is not here
    └── OwnerErased   nothing more is sealed for an owner whose keys were destroyed
    """


class Unopenable(VaultError):
    """The value was changed, moved, or sealed under a key that is not here."""


class OwnerErased(VaultError):
    """Nothing more is sealed for an owner whose keys were destroyed."""


class Vault(Protocol):
    """Seals and opens at the edges; `owner` is `account/<id>` or `grant/<channel id>`."""

    async def seal(self, owner: StreamId, subject: StreamId, field: str, plain: str) -> Sealed:
        """Raises OwnerErased."""
        ...

    async def open(
        self, owner: StreamId, subject: StreamId, field: str, sealed: Sealed
    ) -> str | Erased:
        """The value, or Erased.ERASED. Raises Unopenable."""
        ...
