"""The bytes of sealed values and of wrapped keys. Pure; layouts in docs/adr/0007-sealed-values.md.

sealed value   `s1.<key version>.<nonce>.<ciphertext and tag>`, URL-safe base64 without padding
wrapped key    `w1`, 8 bytes that name the key-encryption key, 12 of nonce, 48 of ciphertext
Both are AES-256-GCM with a nonce of 12 bytes and a tag of 16.
"""

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from domain.ids import StreamId
from domain.sealed import Sealed, Unopenable

KEY_BYTES = 32
NONCE_BYTES = 12
_VALUE = re.compile(r"s1\.([1-9][0-9]{0,8})\.([\w-]*)\.([\w-]*)", re.ASCII)
_WRAPPED = b"w1"
_ID = slice(2, 10)
_NONCE = slice(10, 22)
_CIPHER = slice(22, None)


def bound_to(owner: StreamId, subject: StreamId, field: str) -> bytes:
    """The associated data: whose it is, in which stream, as which field."""
    return f"{owner}|{subject}|{field}".encode()


def seal(key: bytes, version: int, nonce: bytes, bound: bytes, plain: str) -> Sealed:
    cipher = AESGCM(key).encrypt(nonce, plain.encode(), bound)
    return Sealed(f"s1.{version}.{_text(nonce)}.{_text(cipher)}")


def key_version(sealed: Sealed) -> int:
    """Which of its owner's keys a value is under. Raises Unopenable."""
    return int(_parts(sealed)[0])


def open_sealed(key: bytes, bound: bytes, sealed: Sealed) -> str:
    """Raises Unopenable where the value was changed, or belongs elsewhere."""
    _, nonce, cipher = _parts(sealed)
    return _decrypted(key, _data(nonce), _data(cipher), bound).decode()


def wrap(kek: bytes, nonce: bytes, bound: bytes, key: bytes) -> bytes:
    """A data key as the vault keeps it, under the key-encryption key."""
    return _WRAPPED + kek_id(kek) + nonce + AESGCM(kek).encrypt(nonce, key, bound)


def unwrap(kek: bytes, bound: bytes, wrapped: bytes) -> bytes:
    """Raises Unopenable, saying so where the key-encryption key is another one."""
    if wrapped[:2] != _WRAPPED:
        raise Unopenable("a data key in the vault is not in a layout known here")
    if wrapped[_ID] != kek_id(kek):
        raise Unopenable(
            f"the vault is under key-encryption key {wrapped[_ID].hex()}, and the one in use is "
            f"{kek_id(kek).hex()}; put the right one back"
        )
    return _decrypted(kek, wrapped[_NONCE], wrapped[_CIPHER], bound)


def wrapped_under(wrapped: bytes) -> bytes:
    """The id of the key-encryption key that a data key is under."""
    return wrapped[_ID]


def kek_id(kek: bytes) -> bytes:
    """8 bytes that tell key-encryption keys apart and say nothing about them."""
    return sha256(b"YTEMPIRE KEK" + kek).digest()[:8]


def _parts(sealed: Sealed) -> tuple[str, str, str]:
    found = _VALUE.fullmatch(sealed)
    if found is None:
        raise Unopenable("a sealed value is written s1.<key version>.<nonce>.<ciphertext>")
    version, nonce, cipher = found.groups()
    return version, nonce, cipher


def _decrypted(key: bytes, nonce: bytes, cipher: bytes, bound: bytes) -> bytes:
    try:
        return AESGCM(key).decrypt(nonce, cipher, bound)
    except (InvalidTag, ValueError):
        raise Unopenable(f"the value for {bound.decode()} was changed, or moved there") from None


def _text(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def _data(text: str) -> bytes:
    try:
        return urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except ValueError:
        return b""
