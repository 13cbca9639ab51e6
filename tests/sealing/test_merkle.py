"""Merkle trees: published hashes and proofs, the RFC's own definition, tampering.

The leaves, nodes, roots and proofs are those of github.com/transparency-dev/merkle
(testonly/constants.go and proof/verify_test.go), which took them from Certificate
Transparency; its indexes of leaves count from 1 there.
"""

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grandis.sealing import (
    SealingError,
    appended,
    consistency_proof,
    inclusion_proof,
    peaks,
    reader,
    root,
    verify_consistency,
    verify_inclusion,
)
from grandis.sealing.merkle import EMPTY_ROOT, leaf_hash

DATA = [
    bytes.fromhex(each)
    for each in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
NODES = [
    [
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "0298d122906dcfc10892cb53a73992fc5b9f493ea4c9badb27b791b4127a7fe7",
        "07506a85fd9dd2f120eb694f86011e5bb4662e5c415a62917033d4a9624487e7",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "4271a26be0d8a84f0bd54c8c302e7cb3a3b5d1fa6780a40bcce2873477dab658",
        "b08693ec2e721597130641e8211e7eedccb4c26413963eee6c1e2ed16ffb1a5f",
        "46f6ffadd3d06a09ff3c5860d2755c8b9819db7df44251788c7d8e3180de8eb1",
    ],
    [
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
    ],
    [
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ],
    ["5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"],
]
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
#: Index (from 0) and size, and the nodes of the proof by level and index.
INCLUSIONS = [
    (0, 1, []),
    (0, 8, [(0, 1), (1, 1), (2, 1)]),
    (5, 8, [(0, 4), (1, 3), (2, 0)]),
    (2, 3, [(1, 0)]),
    (1, 5, [(0, 0), (1, 1), (0, 4)]),
]
#: Earlier and later size, and the nodes of the proof.
CONSISTENCIES = [
    (1, 1, []),
    (1, 8, [(0, 1), (1, 1), (2, 1)]),
    (6, 8, [(1, 2), (1, 3), (2, 0)]),
    (2, 5, [(1, 1), (0, 4)]),
    (6, 7, [(1, 2), (0, 6), (2, 0)]),
]
SIZES = st.integers(1, 70)


def published(nodes):
    return [bytes.fromhex(NODES[level][index]) for level, index in nodes]


def leaves(size):
    return [leaf_hash(str(i).encode()) for i in range(size)]


# The definitions of RFC 9162, section 2.1, over leaf hashes.


def k_below(n):
    k = 1
    while 2 * k < n:
        k *= 2
    return k


def mth(d):
    if len(d) == 0:
        return sha256(b"").digest()
    if len(d) == 1:
        return d[0]
    k = k_below(len(d))
    return sha256(b"\x01" + mth(d[:k]) + mth(d[k:])).digest()


def path(m, d):
    if len(d) == 1:
        return []
    k = k_below(len(d))
    if m < k:
        return [*path(m, d[:k]), mth(d[k:])]
    return [*path(m - k, d[k:]), mth(d[:k])]


def subproof(m, d, b):
    if m == len(d):
        return [] if b else [mth(d)]
    k = k_below(len(d))
    if m <= k:
        return [*subproof(m, d[:k], b), mth(d[k:])]
    return [*subproof(m - k, d[k:], False), mth(d[:k])]


# Published values.


@pytest.mark.parametrize("size", range(9))
def test_it_gives_the_published_roots(size):
    read = reader([leaf_hash(each) for each in DATA])

    assert root(size, read).hex() == ROOTS[size]


def test_adding_leaves_gives_each_published_node_once():
    stored = {}

    def read(level, index):
        return stored[level, index]

    for size, data in enumerate(DATA):
        for node in appended(size, leaf_hash(data), read):
            assert (node.level, node.index) not in stored
            stored[node.level, node.index] = node.hash

    assert {at: each.hex() for at, each in stored.items()} == {
        (level, index): each
        for level, row in enumerate(NODES)
        for index, each in enumerate(row)
    }


@pytest.mark.parametrize(("index", "size", "nodes"), INCLUSIONS)
def test_it_gives_and_verifies_the_published_inclusion_proofs(index, size, nodes):
    read = reader([leaf_hash(each) for each in DATA])
    proof = inclusion_proof(index, size, read)

    assert proof == published(nodes)
    assert verify_inclusion(
        index, size, leaf_hash(DATA[index]), proof, bytes.fromhex(ROOTS[size])
    )


@pytest.mark.parametrize(("earlier", "size", "nodes"), CONSISTENCIES)
def test_it_gives_and_verifies_the_published_consistency_proofs(earlier, size, nodes):
    read = reader([leaf_hash(each) for each in DATA])
    proof = consistency_proof(earlier, size, read)

    assert proof == published(nodes)
    assert verify_consistency(
        earlier,
        size,
        bytes.fromhex(ROOTS[earlier]),
        bytes.fromhex(ROOTS[size]),
        proof,
    )


# The RFC's definition.


@given(st.integers(0, 130))
def test_the_root_is_the_one_of_the_definition(size):
    assert root(size, reader(leaves(size))) == mth(leaves(size))


@given(SIZES, st.data())
def test_inclusion_proofs_are_those_of_the_definition(size, data):
    index = data.draw(st.integers(0, size - 1))
    proof = inclusion_proof(index, size, reader(leaves(90)))

    assert proof == path(index, leaves(size))
    assert verify_inclusion(index, size, leaves(size)[index], proof, mth(leaves(size)))


@given(SIZES, st.data())
def test_consistency_proofs_are_those_of_the_definition(size, data):
    earlier = data.draw(st.integers(1, size))
    proof = consistency_proof(earlier, size, reader(leaves(90)))

    assert proof == subproof(earlier, leaves(size), True)
    assert verify_consistency(
        earlier, size, mth(leaves(earlier)), mth(leaves(size)), proof
    )


@given(st.integers(0, 300))
def test_adding_a_leaf_reads_only_peaks_and_gives_what_the_next_root_needs(size):
    read = reader(leaves(size))
    known = {at: read(*at) for at in peaks(size)}
    new = appended(size, leaves(size + 1)[size], lambda *at: known[at])
    known |= {(node.level, node.index): node.hash for node in new}

    assert root(size + 1, lambda *at: known[at]) == mth(leaves(size + 1))


@pytest.mark.parametrize("size", [2**20 - 1, 2**20, 2**20 + 1, 10**6])
def test_a_million_leaves_need_few_nodes(size):
    asked = []

    def read(level, index):
        asked.append((level, index))
        return bytes(32)

    for act in (
        lambda: appended(size, bytes(32), read),
        lambda: root(size, read),
        lambda: inclusion_proof(size // 3, size, read),
        lambda: consistency_proof(size // 3, size, read),
    ):
        asked.clear()
        act()
        assert len(asked) <= 2 * 21


# What is refused.


def flipped(proof):
    """The proof with one bit changed, in every possible way."""
    for at, value in enumerate(proof):
        for bit in range(256):
            wrong = (int.from_bytes(value) ^ 1 << bit).to_bytes(32)
            yield [*proof[:at], wrong, *proof[at + 1 :]]


def reshaped(proof, root_):
    """The proof with something added, left out or cut."""
    yield [*proof, root_]
    yield [root_, *proof]
    yield [*proof, b""]
    yield [b"", *proof]
    yield proof[:-1]
    yield proof[1:]
    yield [*proof[:-1], proof[-1][:-1]]


@pytest.mark.parametrize(("index", "size"), [(0, 8), (5, 8), (2, 3), (1, 5), (6, 7)])
def test_any_changed_bit_of_an_inclusion_proof_is_refused(index, size):
    read = reader([leaf_hash(each) for each in DATA])
    leaf, top = read(0, index), root(size, read)
    proof = inclusion_proof(index, size, read)

    assert verify_inclusion(index, size, leaf, proof, top)
    for wrong in [*flipped(proof), *reshaped(proof, top)]:
        assert not verify_inclusion(index, size, leaf, wrong, top)
    for (wrong,) in [*flipped([leaf]), [b""]]:
        assert not verify_inclusion(index, size, wrong, proof, top)
    for (wrong,) in [*flipped([top]), [b""], [EMPTY_ROOT]]:
        assert not verify_inclusion(index, size, leaf, proof, wrong)


@pytest.mark.parametrize(("index", "size"), [(0, 8), (5, 8), (2, 3), (1, 5)])
def test_another_place_or_size_is_refused(index, size):
    read = reader([leaf_hash(each) for each in DATA])
    leaf, top = read(0, index), root(size, read)
    proof = inclusion_proof(index, size, read)

    for other in {index - 1, index + 1, index ^ 2, index + size, -1} - {index}:
        assert not verify_inclusion(other, size, leaf, proof, top)
    for other in (size * 2, size // 2, 0, -1):
        assert not verify_inclusion(index, other, leaf, proof, top)


@pytest.mark.parametrize(("earlier", "size"), [(1, 8), (6, 8), (2, 5), (6, 7), (4, 7)])
def test_any_changed_bit_of_a_consistency_proof_is_refused(earlier, size):
    read = reader([leaf_hash(each) for each in DATA])
    old, new = root(earlier, read), root(size, read)
    proof = consistency_proof(earlier, size, read)

    assert verify_consistency(earlier, size, old, new, proof)
    for wrong in [*flipped(proof), *reshaped(proof, new), *reshaped(proof, old)]:
        assert not verify_consistency(earlier, size, old, new, wrong)
    for (wrong,) in [*flipped([old]), [b""], [new]]:
        assert not verify_consistency(earlier, size, wrong, new, proof)
    for (wrong,) in [*flipped([new]), [b""], [old]]:
        assert not verify_consistency(earlier, size, old, wrong, proof)
    for other in {earlier - 1, earlier + 1, earlier ^ 2, 0, -1} - {earlier}:
        assert not verify_consistency(other, size, old, new, proof)
    for other in (size * 2, size // 2, 0):
        assert not verify_consistency(earlier, other, old, new, proof)


def test_the_same_size_needs_the_same_root_and_no_proof():
    one, two = leaves(2)

    assert verify_consistency(1, 1, one, one, [])
    assert not verify_consistency(1, 1, one, two, [])
    assert not verify_consistency(1, 1, one, one, [one])


def test_no_leaves_begin_every_tree():
    assert consistency_proof(0, 5, reader(leaves(5))) == []
    assert verify_consistency(0, 5, EMPTY_ROOT, mth(leaves(5)), [])
    assert not verify_consistency(0, 5, leaves(1)[0], mth(leaves(5)), [])
    assert not verify_consistency(0, 5, EMPTY_ROOT, mth(leaves(5)), [EMPTY_ROOT])


def test_a_proof_of_a_leaf_that_is_not_there_is_refused():
    with pytest.raises(SealingError, match="leaf 5 is not in a tree of 5"):
        inclusion_proof(5, 5, reader(leaves(5)))


def test_a_proof_from_a_larger_to_a_smaller_tree_is_refused():
    with pytest.raises(SealingError, match="6 leaves cannot begin one of 5"):
        consistency_proof(6, 5, reader(leaves(6)))
