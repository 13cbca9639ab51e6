"""Merkle trees: one hash that stands for a list which only ever grows.

The hashes and proofs are those of RFC 9162, section 2.1 (the same as in RFC
6962). A tree of 7 leaves, its nodes by level and index::

    level 2        (2,0)
    level 1    (1,0)   (1,1)   (1,2)
    level 0   0     1 2     3 4     5 6

Only complete subtrees are stored: they never change when leaves are added. The
*peaks*, here (2,0), (1,2) and (0,6), cover the tree from left to right. Whoever
can read nodes by level and index gets a root or a proof with O(log n) of them,
and `appended` says which O(log n) nodes a new leaf adds.
"""

from collections.abc import Callable, Iterable, Sequence
from hashlib import sha256

import msgspec

from grandis.sealing.errors import SealingError

#: Bytes in a hash.
HASH = 32
#: The root of a tree without leaves.
EMPTY_ROOT = sha256().digest()

#: Reads the hash of the complete subtree at (level, index).
NodeReader = Callable[[int, int], bytes]


class Node(msgspec.Struct, frozen=True):
    """A complete subtree of 2 ** level leaves, the index-th of its level."""

    level: int
    index: int
    hash: bytes


def leaf_hash(data: bytes) -> bytes:
    """The hash of a leaf: SHA-256 over 0x00 and its data."""
    return sha256(b"\0" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of an inner node: SHA-256 over 0x01 and its two children."""
    return sha256(b"\1" + left + right).digest()


def peaks(size: int) -> list[tuple[int, int]]:
    """The level and index of the complete subtrees that cover a tree, from the left.

    They are all that `root` reads for this size, and all that `appended` reads.
    """
    return _peaks(0, size)


def root(size: int, read: NodeReader) -> bytes:
    """The root of the tree over the first `size` leaves."""
    return _root(0, size, read) if size else EMPTY_ROOT


def appended(size: int, leaf: bytes, read: NodeReader) -> list[Node]:
    """The nodes that a new leaf hash completes in a tree of `size` leaves."""
    nodes = [Node(0, size, leaf)]
    while nodes[-1].index % 2:
        right = nodes[-1]
        parent = node_hash(read(right.level, right.index - 1), right.hash)
        nodes.append(Node(right.level + 1, right.index // 2, parent))
    return nodes


def reader(leaves: Iterable[bytes]) -> NodeReader:
    """A reader of all complete subtrees over these leaf hashes, kept in memory."""
    levels = [b"".join(leaves)]
    while len(below := levels[-1]) >= 2 * HASH:
        whole = len(below) - len(below) % (2 * HASH)
        pairs = range(0, whole, 2 * HASH)
        levels.append(
            b"".join([sha256(b"\1" + below[i : i + 64]).digest() for i in pairs])
        )
    return lambda level, index: levels[level][HASH * index : HASH * (index + 1)]


def inclusion_proof(index: int, size: int, read: NodeReader) -> list[bytes]:
    """The hashes that lead from leaf `index` to the root, from the leaf upwards.

    Raises
    ------
    SealingError
        When the tree of `size` leaves has no such leaf.
    """
    if not 0 <= index < size:
        raise SealingError(
            f"leaf {index} is not in a tree of {size}; leaves count from 0"
        )
    proof, start, end = [], 0, size
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            proof.append(_root(middle, end, read))
            end = middle
        else:
            proof.append(_root(start, middle, read))
            start = middle
    return proof[::-1]


def consistency_proof(earlier: int, size: int, read: NodeReader) -> list[bytes]:
    """The hashes that show the tree of `earlier` leaves to begin the one of `size`.

    Raises
    ------
    SealingError
        When the earlier tree would be the larger one.
    """
    if not 0 <= earlier <= size:
        raise SealingError(
            f"a tree of {earlier} leaves cannot begin one of {size}; swap them"
        )
    proof, start, end = [], 0, size
    while start < earlier < end:
        middle = start + _split(end - start)
        if earlier <= middle:
            proof.append(_root(middle, end, read))
            end = middle
        else:
            proof.append(_root(start, middle, read))
            start = middle
    if start:
        proof.append(_root(start, end, read))
    return proof[::-1]


def verify_inclusion(
    index: int, size: int, leaf: bytes, proof: Sequence[bytes], root: bytes
) -> bool:
    """Whether a proof leads from a leaf hash to the root (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < size or not _are_hashes(leaf, root, *proof):
        return False
    at, last, found = index, size - 1, leaf
    for step in proof:
        if last == 0:
            return False
        if at % 2 or at == last:
            found = node_hash(step, found)
            at, last = _up_to_right_child(at, last)
        else:
            found = node_hash(found, step)
        at, last = at >> 1, last >> 1
    return last == 0 and found == root


def verify_consistency(
    earlier: int, size: int, earlier_root: bytes, root: bytes, proof: Sequence[bytes]
) -> bool:
    """Whether a proof shows that one tree begins another (RFC 9162, 2.1.4.2).

    The RFC leaves out trees without leaves; they begin every tree, without proof.
    """
    if not 0 <= earlier <= size or not _are_hashes(earlier_root, root, *proof):
        return False
    if earlier == size:
        return not proof and earlier_root == root
    if earlier == 0:
        return not proof and earlier_root == EMPTY_ROOT
    if earlier & (earlier - 1) == 0:
        proof = [earlier_root, *proof]
    return bool(proof) and _leads_to_both(earlier, size, earlier_root, root, proof)


def _leads_to_both(
    earlier: int, size: int, earlier_root: bytes, root: bytes, proof: Sequence[bytes]
) -> bool:
    at, last = earlier - 1, size - 1
    while at % 2:
        at, last = at >> 1, last >> 1
    old = new = proof[0]
    for step in proof[1:]:
        if last == 0:
            return False
        if at % 2 or at == last:
            old, new = node_hash(step, old), node_hash(step, new)
            at, last = _up_to_right_child(at, last)
        else:
            new = node_hash(new, step)
        at, last = at >> 1, last >> 1
    return last == 0 and old == earlier_root and new == root


def _up_to_right_child(at: int, last: int) -> tuple[int, int]:
    """Climb over levels on which a node has no sibling."""
    while at and not at % 2:
        at, last = at >> 1, last >> 1
    return at, last


def _are_hashes(*values: bytes) -> bool:
    return all(len(value) == HASH for value in values)


def _split(length: int) -> int:
    """The largest power of two below a length of at least 2."""
    return 1 << ((length - 1).bit_length() - 1)


def _peaks(start: int, end: int) -> list[tuple[int, int]]:
    """The complete subtrees that cover leaves, from a multiple of enough on."""
    found = []
    for level in reversed(range((end - start).bit_length())):
        if (end - start) >> level & 1:
            found.append((level, start >> level))
            start += 1 << level
    return found


def _root(start: int, end: int, read: NodeReader) -> bytes:
    """The root over leaves from `start` (a multiple of enough) to before `end`."""
    *rest, last = _peaks(start, end)
    found = read(*last)
    for peak in reversed(rest):
        found = node_hash(read(*peak), found)
    return found
