"""The keys of an installation in one file, wrapped by a passphrase: what a restore begins with.

JSON: format, made_at, keks (their names), kdf {name, salt, n, r, p}, nonce, sealed. `sealed` is
AES-256-GCM over a JSON object of every file in `HOME/keys` (name: base64), under scrypt
(RFC 7914) of the passphrase; its associated data is the rest of the file, so that no figure of
it can be changed.
"""

import binascii
import secrets
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Literal
from unicodedata import normalize

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import from_json, to_json

from infra.backup.errors import WrongKeys
from infra.home import Home
from infra.security.keys import KekFiles
from infra.security.sealing import KEY_BYTES, NONCE_BYTES, kek_id

FORMAT = "YTEMPIRE keys 1"
SALT_BYTES = 16
PASSPHRASE_MIN_CHARACTERS = 12
KEKS = ("kek", "kek.next")


class Kdf(BaseModel):
    """scrypt's costs. 2^17, 8, 1 take 128 MiB (OWASP Password Storage); more is refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Literal["scrypt"] = "scrypt"
    salt: str
    n: Annotated[int, Field(ge=2, le=2**20)] = 2**17
    r: Annotated[int, Field(ge=1, le=16)] = 8
    p: Annotated[int, Field(ge=1, le=16)] = 1

    def key(self, passphrase: str) -> bytes:
        """However it was typed: composition does not count. Raises ValueError."""
        salt = b64decode(self.salt, validate=True)
        its = normalize("NFC", passphrase).encode()
        return Scrypt(salt, KEY_BYTES, self.n, self.r, self.p).derive(its)


class KeyFile(BaseModel):
    """What is written; everything but `sealed` is for people to see."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: Literal["YTEMPIRE keys 1"] = "YTEMPIRE keys 1"
    made_at: str
    keks: tuple[str, ...]
    kdf: Kdf
    nonce: str
    sealed: str = ""

    def bound(self) -> bytes:
        return to_json(self.model_dump(exclude={"sealed"}))


@dataclass(frozen=True, slots=True)
class ExportedKeys:
    """The files of `HOME/keys` by name; never printed."""

    files: Mapping[str, bytes] = field(repr=False)

    @property
    def keks(self) -> dict[str, bytes]:
        """The key-encryption key, and its successor if there is one, by their names."""
        return {kek_id(it).hex(): it for name, it in self.files.items() if name in KEKS}


def of_home(home: Home, keks: KekFiles) -> ExportedKeys:
    """Every key of an installation. Raises BadKey, OSError."""
    found = (it for it in home.keys.iterdir() if it.is_file() and not it.name.startswith("."))
    files = {it.name: it.read_bytes() for it in found}
    return ExportedKeys(files | dict(zip(KEKS, keks.read(), strict=False)))


def wrapped(keys: ExportedKeys, passphrase: str, made_at: str) -> bytes:
    """The whole file. Raises WrongKeys where the passphrase is too short to protect anything."""
    if len(passphrase) < PASSPHRASE_MIN_CHARACTERS:
        raise WrongKeys(f"a passphrase has at least {PASSPHRASE_MIN_CHARACTERS} characters")
    nonce = secrets.token_bytes(NONCE_BYTES)
    kdf = Kdf(salt=_text(secrets.token_bytes(SALT_BYTES)))
    its = KeyFile(made_at=made_at, keks=tuple(keys.keks), kdf=kdf, nonce=_text(nonce))
    plain = to_json({name: _text(data) for name, data in keys.files.items()})
    sealed = AESGCM(kdf.key(passphrase)).encrypt(nonce, plain, its.bound())
    return to_json(its.model_copy(update={"sealed": _text(sealed)}), indent=1) + b"\n"


def opened(data: bytes, passphrase: str) -> ExportedKeys:
    """Raises WrongKeys: no such file, another passphrase, or a changed one."""
    try:
        its = KeyFile.model_validate_json(data)
    except ValidationError:
        raise WrongKeys(
            f"this is no key file ({FORMAT}); ytempire keys export writes one"
        ) from None
    try:
        sealing = AESGCM(its.kdf.key(passphrase))
        plain = sealing.decrypt(b64decode(its.nonce), b64decode(its.sealed), its.bound())
        files = {name: b64decode(it) for name, it in from_json(plain).items()}
    except (InvalidTag, ValueError, binascii.Error):
        raise WrongKeys("the passphrase is another one, or the key file was changed") from None
    return ExportedKeys(files)


def _text(data: bytes) -> str:
    return b64encode(data).decode()
