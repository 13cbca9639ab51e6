"""Entries become leaves that say nothing about them."""

import json
from enum import IntEnum, StrEnum
from hashlib import sha256

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grandis.sealing import Entry, SaltedEntry, SealingError, leaf_of
from grandis.sealing.canonical import LARGEST, canonical
from grandis.sealing.records import canonical_entry

SALT = bytes(range(32))
ENTRY = Entry(
    index=7,
    kind="member.confirmed",
    at="2026-03-12T14:00:00Z",
    cluster="plastics",
    subject="members.Member:12",
    body={"name": "UAB Žalia", "by": None, "hours": 3, "tags": ["a", True]},
)
TEXT = (
    '{"at":"2026-03-12T14:00:00Z",'
    '"body":{"by":null,"hours":3,"name":"UAB Žalia","tags":["a",true]},'
    '"cluster":"plastics","index":7,"kind":"member.confirmed",'
    '"subject":"members.Member:12"}'
)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-LARGEST, LARGEST) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


def changed(**fields):
    return msgspec.structs.replace(ENTRY, **fields)


def test_the_leaf_is_the_hash_of_a_salted_hash_of_the_canonical_text():
    commitment = sha256(SALT + TEXT.encode()).digest()

    assert canonical_entry(ENTRY).decode() == TEXT
    assert leaf_of(ENTRY, SALT) == sha256(b"\0" + commitment).digest()
    assert SaltedEntry(ENTRY, SALT).leaf == leaf_of(ENTRY, SALT)


@pytest.mark.parametrize(
    "other",
    [
        changed(index=8),
        changed(kind="member.left"),
        changed(at="2026-03-12T14:00:01Z"),
        changed(cluster="metal"),
        changed(subject="members.Member:13"),
        changed(body={**ENTRY.body, "hours": 4}),
        changed(body={**ENTRY.body, "hours": "3"}),
        changed(body={**ENTRY.body, "more": None}),
    ],
)
def test_another_entry_has_another_leaf(other):
    assert leaf_of(other, SALT) != leaf_of(ENTRY, SALT)


def test_another_salt_gives_another_leaf():
    assert leaf_of(ENTRY, bytes(32)) != leaf_of(ENTRY, SALT)


def test_the_order_of_the_body_does_not_matter():
    turned = changed(body=dict(reversed(ENTRY.body.items())))

    assert leaf_of(turned, SALT) == leaf_of(ENTRY, SALT)


def test_members_of_an_enumeration_are_what_they_stand_for():
    text = StrEnum("Level", {"GOLD": "gold"})
    number = IntEnum("Step", {"THIRD": 3})

    assert canonical({text.GOLD: [text.GOLD, number.THIRD]}, "body") == (
        b'{"gold":["gold",3]}'
    )


def test_names_are_sorted_as_in_rfc_8785():
    """Section 3.2.3: by UTF-16 code units, where a smiley precedes a dagesh."""
    names = {
        "\u20ac": "Euro Sign",
        "\r": "Carriage Return",
        "\ufb33": "Hebrew Letter Dalet With Dagesh",
        "1": "One",
        "\U0001f600": "Emoji: Grinning Face",
        "\u0080": "Control",
        "\u00f6": "Latin Small Letter O With Diaeresis",
    }

    assert list(json.loads(canonical(names, "names")).values()) == [
        "Carriage Return",
        "One",
        "Control",
        "Latin Small Letter O With Diaeresis",
        "Euro Sign",
        "Emoji: Grinning Face",
        "Hebrew Letter Dalet With Dagesh",
    ]


def test_text_is_written_as_in_rfc_8785():
    """Section 3.2.2.2: short escapes, two-digit ones, and everything else as it is."""
    text = '€$\x0f\nA\'B"\\\\"/\b\f\t\r\x7f\u2028\x00'

    assert canonical(text, "text").decode() == (
        '"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/\\b\\f\\t\\r\x7f\u2028\\u0000"'
    )


@given(VALUES)
def test_canonical_text_means_the_value_and_is_its_own_canonical_text(value):
    text = canonical(value, "value")

    assert json.loads(text) == value
    assert canonical(json.loads(text), "value") == text


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ({"price": 1.5}, r"entry 7\.body\.price: 1\.5 is of type float"),
        ({"prices": [1, 2.0]}, r"entry 7\.body\.prices\[1\]: 2\.0 is of type float"),
        ({"price": float("nan")}, "nan is of type float"),
        ({"salt": b"abc"}, "of type bytes"),
        ({"tags": {"a"}}, "of type set"),
        ({"big": 2**53}, "is beyond"),
        ({"big": -(2**53)}, "is beyond"),
        ({1: "one"}, "names of an object are text"),
        ({"half": "\ud83d"}, "half of a surrogate pair"),
        ({"\ud83d": 1}, "half of a surrogate pair"),
    ],
)
def test_it_refuses_what_could_be_written_in_several_ways(body, message):
    with pytest.raises(SealingError, match=message):
        leaf_of(changed(body=body), SALT)


def test_it_refuses_a_body_too_deep_to_be_read_back():
    body = {}
    for _ in range(2000):
        body = {"in": body}

    with pytest.raises(SealingError, match="more than 32 levels"):
        leaf_of(changed(body=body), SALT)


@pytest.mark.parametrize(
    "at",
    [
        "",
        "2026-03-12",
        "2026-03-12T14:00:00",
        "2026-03-12 14:00:00Z",
        "2026-03-12T14:00:00.500000Z",
        "2026-03-12T14:00:00+00:00",
        "2026-03-12T14:00:00+02:00",
        "2026-02-30T14:00:00Z",
        "2026-W11-4T14:00:00Z",
        "20260312T140000Z",
        "2026-03-12T24:00:00Z",
    ],
)
def test_it_refuses_a_time_that_is_not_utc_with_whole_seconds(at):
    with pytest.raises(SealingError, match="no time in UTC"):
        leaf_of(changed(at=at), SALT)


def test_it_refuses_an_index_below_0():
    with pytest.raises(SealingError, match="count from 0"):
        leaf_of(changed(index=-1), SALT)


@pytest.mark.parametrize("length", [0, 16, 31, 33])
def test_it_refuses_a_salt_of_another_length(length):
    with pytest.raises(SealingError, match=f"has {length} bytes; give 32"):
        leaf_of(ENTRY, bytes(length))
