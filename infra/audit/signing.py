"""The key that signs seals, and what anybody needs to check a signature.

The private key is `HOME/keys/seal`, 32 bytes for one user's eyes (Ed25519, RFC 8032). When it is
changed, the old one stays beside it as `seal.<its id>` and signs the new one into the next seal:
whoever trusts the old one can trust the new one.
"""

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_pem_public_key,
)

from infra.audit.seal import Seal, Signed
from infra.security.keys import BadKey, key_folder, own, sync

NAME = "seal"
HANDOVER = b"YTK1"
ID_CHARACTERS = 16


@dataclass(frozen=True, slots=True)
class SealKey:
    """The private key, never printed; `folder` has those before it."""

    _private: Ed25519PrivateKey
    folder: Path

    @property
    def public(self) -> bytes:
        """32 bytes."""
        return self._private.public_key().public_bytes_raw()

    def sign(self, seal: Seal, signed_before: bytes | None) -> Signed:
        """`signed_before` is the public key of the seal before, None for the first one.

        Raises BadKey where a former key is not to be trusted.
        """
        digest = seal.digest()
        handover = None
        if signed_before is not None and signed_before != self.public:
            handover = self._handed_over(seal.n, signed_before)
        return Signed(seal, digest, self.public, self._private.sign(digest), handover)

    def _handed_over(self, n: int, former: bytes) -> bytes | None:
        """None where the key before is lost: then a person has to vouch for the new one."""
        file = self.folder / _former(former)
        if not file.exists():
            return None
        return Ed25519PrivateKey.from_private_bytes(own(file)).sign(_introduction(n, self.public))


def seal_key(home: Path) -> SealKey:
    """The key of this installation, made at its first use. Raises BadKey."""
    folder = key_folder(home)
    return SealKey(Ed25519PrivateKey.from_private_bytes(own(folder / NAME)), folder)


def renew(home: Path) -> SealKey:
    """Another key from now on; the one before stays, to introduce it. Raises BadKey."""
    before = seal_key(home)
    (before.folder / NAME).replace(before.folder / _former(before.public))
    sync(before.folder)
    return seal_key(home)


def key_id(public: bytes) -> str:
    """What people call a key: the beginning of its SHA-256."""
    return sha256(public).hexdigest()[:ID_CHARACTERS]


def signed_by(public: bytes, message: bytes, signature: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def introduced(signed: Signed, former: bytes) -> bool:
    """Whether the key before has signed the new one into this seal."""
    message = _introduction(signed.seal.n, signed.public_key)
    return signed.handover is not None and signed_by(former, message, signed.handover)


def to_pem(public: bytes) -> bytes:
    """SubjectPublicKeyInfo, which `openssl pkey -pubin` reads."""
    key = Ed25519PublicKey.from_public_bytes(public)
    return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def from_pem(data: bytes) -> bytes:
    """The 32 bytes; raises BadKey where it is no Ed25519 public key."""
    try:
        key = load_pem_public_key(data)
    except ValueError as wrong:
        raise BadKey(f"it is no public key in PEM: {wrong}") from wrong
    if not isinstance(key, Ed25519PublicKey):
        raise BadKey("it is a public key of another kind; seals are signed with Ed25519")
    return key.public_bytes_raw()


def _introduction(n: int, public: bytes) -> bytes:
    return HANDOVER + n.to_bytes(8, "big") + public


def _former(public: bytes) -> str:
    return f"{NAME}.{key_id(public)}"
