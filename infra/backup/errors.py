"""Why a backup or a restore cannot go on; every message says what, where and what would be right.

BackupError
├── NotABackup     no manifest, or none that this program reads
├── Damaged        a file is missing, changed, cut, or not of this backup
├── WrongKeys      the key file, or its passphrase, opens something else
├── NotEmpty       there is something where nothing may be
├── InUse          something else works there now
├── NoRoom         the disk is too small for what is to come
└── Unsound        what was loaded is not a ledger: gaps, foreign hashes, wrong counts
"""


class BackupError(Exception):
    """The message is one sentence."""


class NotABackup(BackupError): ...


class Damaged(BackupError): ...


class WrongKeys(BackupError): ...


class NotEmpty(BackupError): ...


class InUse(BackupError): ...


class NoRoom(BackupError): ...


class Unsound(BackupError): ...
