"""A Merkle tree over entry hashes, as RFC 6962 section 2.1 (leaves and nodes told apart)."""

from collections.abc import Sequence
from hashlib import sha256

LEAF, NODE = b"\0", b"\1"


def root(entries: Sequence[bytes]) -> bytes:
    """The 32 bytes over entries in their order; SHA-256 of nothing where there are none."""
    if not entries:
        return sha256().digest()
    return _levels(entries)[-1][0]


def path(entries: Sequence[bytes], index: int) -> tuple[bytes, ...]:
    """What leads from the entry at `index` to the root: its siblings, from below."""
    siblings = []
    for level in _levels(entries)[:-1]:
        if index ^ 1 < len(level):
            siblings.append(level[index ^ 1])
        index >>= 1
    return tuple(siblings)


def root_along(entry: bytes, index: int, count: int, siblings: Sequence[bytes]) -> bytes | None:
    """The root that the path leads to; None where it does not fit a tree of `count` entries.

    The algorithm of RFC 9162 section 2.1.3.2.
    """
    if not 0 <= index < count:
        return None
    last = count - 1
    found = sha256(LEAF + entry).digest()
    for sibling in siblings:
        if last == 0:
            return None
        if index & 1 or index == last:
            found = sha256(NODE + sibling + found).digest()
            while index and not index & 1:
                index, last = index >> 1, last >> 1
        else:
            found = sha256(NODE + found + sibling).digest()
        index, last = index >> 1, last >> 1
    return found if last == 0 else None


def _levels(entries: Sequence[bytes]) -> list[list[bytes]]:
    """From the leaves to the root; an odd node goes up as it is."""
    level = [sha256(LEAF + it).digest() for it in entries]
    levels = [level]
    while len(level) > 1:
        pairs = zip(level[::2], level[1::2], strict=False)
        above = [sha256(NODE + left + right).digest() for left, right in pairs]
        if len(level) % 2:
            above.append(level[-1])
        levels.append(above)
        level = above
    return levels
