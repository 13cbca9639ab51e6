"""Signed notes and their keys.

The keys and notes of Peter Neumann and Enoch Root are those of
golang.org/x/mod/sumdb/note (note_test.go), the first implementation of the format;
the poem is the example of https://c2sp.org/signed-note.
"""

from base64 import b64decode

import pytest

from grandis.sealing import (
    SealingError,
    Signer,
    is_signed_by,
    parse_key,
    read_note,
)

PETER = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
ENOCH = "EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop"
#: From Peter's private key, PRIVATE+KEY+PeterNeumann+c74f20a3+ and this.
SEED = b64decode("AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz")[1:]
TEXT = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
)
BY_PETER = (
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNX"
    "gKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)
BY_ENOCH = (
    "— EnochRoot rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG0"
    "1oOTGwnWLox33WWd1RvMc+QQ=\n"
)
POEM = """\
Ognuno sta solo sul cuor della terra
trafitto da un raggio di sole:

ed è subito sera.

— quasimodo.example/salvatore NnugSzTjtVAewIS+Z/iJhUPeFDkO/5QQ2i5ddnGITLlC+EhfLW9oJ\
KONrMouFSQU0xMcXxj99ihAQwaqP3ZekRwNtIc=
"""


def signed(data, key=PETER):
    return is_signed_by(read_note(data), parse_key(key))


def test_signing_gives_the_published_note_and_key():
    signer = Signer("PeterNeumann", SEED)

    assert signer.sign(TEXT) == f"{TEXT}\n{BY_PETER}"
    assert str(signer.key) == PETER


def test_each_of_two_signers_is_recognised():
    note = f"{TEXT}\n{BY_PETER}{BY_ENOCH}"

    assert read_note(note).text == TEXT
    assert read_note(note.encode()) == read_note(note)
    assert signed(note, PETER)
    assert signed(note, ENOCH)


def test_a_note_by_others_is_not_signed():
    assert not signed(f"{TEXT}\n{BY_ENOCH}", PETER)
    assert not signed(f"{TEXT}\n{BY_ENOCH}".replace("EnochRoot", "PeterNeumann"), PETER)


def test_one_false_signature_of_a_key_spoils_its_true_one():
    false = BY_PETER.replace("UG/", "UH/")

    assert signed(f"{TEXT}\n{BY_PETER}{BY_PETER}")
    assert not signed(f"{TEXT}\n{BY_PETER}{false}")


def test_the_text_may_hold_empty_lines():
    note = read_note(POEM)

    assert note.text == POEM[: POEM.index("\n— ")]
    assert [each.name for each in note.signatures] == ["quasimodo.example/salvatore"]
    assert len(note.signatures[0].signature) == 64


@pytest.mark.parametrize("at", [0, 5, 56, 57, 90, len(TEXT) - 2])
def test_any_changed_letter_of_the_text_is_noticed(at):
    changed = TEXT[:at] + chr(ord(TEXT[at]) ^ 2) + TEXT[at + 1 :]

    assert not signed_if_readable(f"{changed}\n{BY_PETER}")


def test_any_changed_character_of_a_signature_is_noticed():
    for at in range(len(BY_PETER)):
        for other in "A1+= \n":
            changed = BY_PETER[:at] + other + BY_PETER[at + 1 :]
            if changed != BY_PETER:
                assert not signed_if_readable(f"{TEXT}\n{changed}")


def signed_if_readable(data):
    try:
        return signed(data)
    except SealingError:
        return False


@pytest.mark.parametrize(
    "data",
    [
        "",
        TEXT,
        f"{TEXT}\n",
        f"{TEXT}\n{BY_PETER}".removesuffix("\n"),
        f"\x01{TEXT}\n{BY_PETER}",
        f"{TEXT}\r\n{BY_PETER}",
        b"\xff" + f"{TEXT}\n{BY_PETER}".encode(),
        f"{TEXT}\n{BY_PETER.replace('PeterNeumann', 'Bad Name')}",
        f"{TEXT}\n{BY_PETER.replace('PeterNeumann', 'Bad+Name')}",
        f"{TEXT}\n{BY_PETER.replace('PeterNeumann', 'Bad' + chr(0x2003) + 'Name')}",
        f"{TEXT}\n{BY_PETER}Unexpected line.\n",
        f"{TEXT}\n{BY_PETER.replace('=', '')}",
        f"{TEXT}\n— PeterNeumann AAAA\n",
        f"{TEXT}\n{BY_PETER * 101}",
        f"{'a' * 1_000_000}\n\n{BY_PETER}",
    ],
    ids=lambda data: repr(data[-30:]),
)
def test_it_refuses_what_is_no_note(data):
    with pytest.raises(SealingError):
        read_note(data)


def test_a_base64_text_has_one_form_only():
    loose = BY_PETER.replace("AM=", "AN=")

    assert b64decode(loose.split()[-1]) == b64decode(BY_PETER.split()[-1])
    with pytest.raises(SealingError, match="not a signature line"):
        read_note(f"{TEXT}\n{loose}")


@pytest.mark.parametrize("key", [PETER, ENOCH])
def test_keys_are_read_and_written_alike(key):
    assert str(parse_key(key)) == key


def test_it_refuses_every_part_of_a_key():
    for start in range(len(PETER)):
        for end in range(start + 1, len(PETER) + 1):
            if end - start < len(PETER):
                with pytest.raises(SealingError):
                    parse_key(PETER[start:end])


def test_it_refuses_a_key_with_any_character_mistyped():
    for at, letter in enumerate(PETER):
        with pytest.raises(SealingError):
            parse_key(PETER[:at] + chr(ord(letter) + 1) + PETER[at + 1 :])


@pytest.mark.parametrize(
    ("key", "message"),
    [
        ("", "is not a key"),
        (f"{PETER}\n", "is not a key"),
        (
            "PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY==",
            "is not a key",
        ),
        (
            "PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
            "not an Ed25519 key",
        ),
        (PETER.replace("c7", "c8"), "its id is c74f20a3, not c84f20a3"),
        (PETER.replace("Peter", "Petra"), "copy the whole key again"),
    ],
)
def test_a_refused_key_is_explained(key, message):
    with pytest.raises(SealingError, match=message):
        parse_key(key)


@pytest.mark.parametrize("name", ["", "two words", "a+b", "a\tb", "\x01"])
def test_it_refuses_a_name_that_no_note_can_hold(name):
    with pytest.raises(SealingError, match="a name needs"):
        Signer(name, SEED)


def test_it_refuses_a_seed_of_another_length():
    with pytest.raises(SealingError, match="31 bytes; give 32"):
        Signer("name", SEED[1:])


@pytest.mark.parametrize("text", ["", "no end", "a\tb\n", "a\x00b\n", "a\r\n"])
def test_it_signs_no_text_that_no_note_can_hold(text):
    with pytest.raises(SealingError, match="whole lines"):
        Signer("PeterNeumann", SEED).sign(text)
