"""The key of one backup: random, and wrapped under a key that derives from the KEK.

So a backup opens with the exported keys alone, and nothing that a backup's key seals helps with
anything that the KEK wraps. Layouts in docs/adr/0016-backups.md.
"""

import hmac
import secrets
from dataclasses import dataclass, field
from hashlib import sha256
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from domain.ids import BlobId
from infra.backup.errors import WrongKeys
from infra.backup.sealed_file import Cipher
from infra.security.sealing import KEY_BYTES, NONCE_BYTES

WRAPS = b"YTEMPIRE backup key 1"
MANIFEST = b"YTEMPIRE backup manifest 1"
BLOB_NAMES = b"YTEMPIRE backup blob names 1"


@dataclass(frozen=True, slots=True)
class BackupKey:
    """What one backup is sealed with; its three uses have a key each."""

    backup_id: UUID
    key: bytes = field(repr=False)

    @property
    def cipher(self) -> Cipher:
        return Cipher(self.key, str(self.backup_id))

    def wrapped(self, kek: bytes) -> bytes:
        """A nonce of 12 bytes and 48 of ciphertext."""
        nonce = secrets.token_bytes(NONCE_BYTES)
        wraps = AESGCM(_derived(kek, WRAPS, self.backup_id.bytes))
        return nonce + wraps.encrypt(nonce, self.key, str(self.backup_id).encode())

    def mac(self, manifest: bytes) -> str:
        """What a manifest proves itself with (HMAC-SHA-256, hexadecimal)."""
        return hmac.new(_derived(self.key, MANIFEST), manifest, sha256).hexdigest()

    def blob_name(self, blob: BlobId) -> str:
        """A blob's file: its hash would tell whoever has the same file that it is in here."""
        return (
            f"blobs/{hmac.new(_derived(self.key, BLOB_NAMES), blob.encode(), sha256).hexdigest()}"
        )


def fresh_key(backup_id: UUID) -> BackupKey:
    return BackupKey(backup_id, secrets.token_bytes(KEY_BYTES))


def unwrapped(kek: bytes, backup_id: UUID, wrapped: bytes) -> BackupKey:
    """Raises WrongKeys."""
    wraps = AESGCM(_derived(kek, WRAPS, backup_id.bytes))
    nonce, cipher = wrapped[:NONCE_BYTES], wrapped[NONCE_BYTES:]
    try:
        return BackupKey(backup_id, wraps.decrypt(nonce, cipher, str(backup_id).encode()))
    except (InvalidTag, ValueError):
        raise WrongKeys(
            f"these keys do not open the backup {backup_id}, or its manifest was changed; "
            "give the key file that was exported where it was made"
        ) from None


def _derived(key: bytes, use: bytes, salt: bytes | None = None) -> bytes:
    return HKDF(SHA256(), KEY_BYTES, salt, use).derive(key)
