"""Sealed values: personal facts that the domain carries and cannot read."""

from typing import NewType

Sealed = NewType("Sealed", str)
"""`s1.<key version>.<nonce>.<ciphertext and tag>`, both in URL-safe base64 without padding.

AES-256-GCM under the account's (or the grant's) data key; the associated data is
`account/<id>|<subject stream>|<field>`, so that a value moved elsewhere does not open.
"""
