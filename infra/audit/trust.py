"""Whether a seal is what was signed, by whom it may be, after the seal that it follows."""

from dataclasses import dataclass

from infra.audit.anchor import fault_of
from infra.audit.seal import FIRST_PREVIOUS, Signed
from infra.audit.signing import introduced, key_id


@dataclass(frozen=True, slots=True)
class Chain:
    """Where a walk over seals has come to.

    `pinned` are public keys that somebody vouches for; with none, the first key met is taken as
    it is, and later ones have to be introduced by the one before.
    """

    pinned: frozenset[bytes]
    last: Signed | None = None

    def fault(self, signed: Signed, *, begins: bool) -> str | None:
        """Why a seal cannot come next, None where it can; `begins` where the walk began here."""
        if (fault := fault_of(signed)) is not None:
            return fault
        last, seal = self.last, signed.seal
        if last is None:
            if not begins and (seal.n, seal.first, seal.previous) != (1, 1, FIRST_PREVIOUS):
                return "it claims to be the first and is not"
        elif (seal.n, seal.first) != (last.seal.n + 1, last.seal.last + 1):
            return "it does not go on where the seal before ends"
        elif seal.previous != last.digest:
            return "it is not chained to the seal before"
        return self._stranger(signed)

    def and_then(self, signed: Signed) -> "Chain":
        return Chain(self.pinned, signed)

    def _stranger(self, signed: Signed) -> str | None:
        key = signed.public_key
        if key in self.pinned:
            return None
        if self.last is None:
            known = not self.pinned
        else:
            known = key == self.last.public_key or introduced(signed, self.last.public_key)
        return None if known else f"nobody vouches for its key {key_id(key)}: give it to pin it"
