"""The key-encryption keys in use: one, or two while the vault is moved from one to the other."""

from collections.abc import Callable

from infra.security.sealing import kek_id, unwrap, wrapped_under


class KeyRing:
    """Reads the key files again whenever it meets an id that it does not know.

    So a running program follows a rotation without being told of it. `read` gives the key in
    use, then its successor if there is one.
    """

    def __init__(self, read: Callable[[], tuple[bytes, ...]]) -> None:
        self._read = read
        self._known: tuple[bytes, ...] = ()

    def newest(self) -> bytes:
        """What new data keys are wrapped under: the successor, as soon as there is one."""
        self._known = self._read()
        return self._known[-1]

    def knows(self, wrapped: bytes) -> bool:
        """Whether a data key can be opened, after another look at the files if need be."""
        if self._of(wrapped) is None:
            self._known = self._read()
        return self._of(wrapped) is not None

    def unwrap(self, bound: bytes, wrapped: bytes) -> bytes:
        """Raises Unopenable, naming both keys where it is under one that is not here."""
        kek = self._of(wrapped) if self.knows(wrapped) else None
        return unwrap(kek or self._known[-1], bound, wrapped)

    def _of(self, wrapped: bytes) -> bytes | None:
        return next((it for it in self._known if kek_id(it) == wrapped_under(wrapped)), None)
