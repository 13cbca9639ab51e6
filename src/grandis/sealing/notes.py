"""Signed notes: a text and below it who signed it, readable by people and programs.

The format is that of https://c2sp.org/signed-note, with Ed25519 signatures::

    what is signed, line by line

    — grandis.example/plastics NnugSzTjtVAewIS+…

A key has a name; its text form is ``name+id+base64(0x01 || public key)``, where the
id is the beginning of a SHA-256 over both, in hexadecimal.
"""

import re
from base64 import b64decode, b64encode
from hashlib import sha256

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)

from grandis.sealing.errors import SealingError

#: The limits of golang.org/x/mod/sumdb/note, which reads notes in the field.
MOST_CHARACTERS = 1_000_000
MOST_SIGNATURES = 100

_ED25519 = b"\1"
_KEY = re.compile(r"(?P<name>[^+\s]+)\+(?P<id>[0-9a-f]{8})\+(?P<data>[A-Za-z0-9+/=]+)")
_SIGNATURE = re.compile(r"— (?P<name>[^+\s]+) (?P<data>[A-Za-z0-9+/=]+)")
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f]")


class VerifierKey(msgspec.Struct, frozen=True):
    """A public key with its name; `str` gives the text that people hand on."""

    name: str
    #: 32 bytes, as in RFC 8032.
    public: bytes

    @property
    def id(self) -> bytes:
        """The four bytes that tell keys of one name apart."""
        return sha256(self.name.encode() + b"\n" + _ED25519 + self.public).digest()[:4]

    def __str__(self) -> str:
        data = b64encode(_ED25519 + self.public).decode()
        return f"{self.name}+{self.id.hex()}+{data}"


class Signature(msgspec.Struct, frozen=True):
    """Who signed a note, with which key, and how."""

    name: str
    id: bytes
    signature: bytes


class Note(msgspec.Struct, frozen=True):
    """A text, ending in a newline, and its signatures, none of them verified."""

    text: str
    signatures: tuple[Signature, ...]


class Signer:
    """Signs notes under a name with a private key.

    Parameters
    ----------
    name
        Best an address without its scheme, like ``grandis.example/plastics``.
    seed
        The private key: 32 random bytes.

    Raises
    ------
    SealingError
        When the name has a space or a plus, or the seed another length.
    """

    def __init__(self, name: str, seed: bytes) -> None:
        if not re.fullmatch(r"[^+\s]+", name) or _CONTROL.search(name):
            raise SealingError(
                f"key name {name!r}: a name needs characters other than spaces and"
                " plus; choose one like grandis.example/plastics"
            )
        if len(seed) != 32:
            raise SealingError(
                f"key {name!r}: the seed has {len(seed)} bytes; give 32 random ones"
            )
        self._private = Ed25519PrivateKey.from_private_bytes(seed)
        self.key = VerifierKey(name, self._private.public_key().public_bytes_raw())

    def sign(self, text: str) -> str:
        """The signed note of a text.

        Raises
        ------
        SealingError
            When the text cannot stand in a note.
        """
        if not text.endswith("\n") or _CONTROL.search(text):
            raise SealingError(
                "a note needs whole lines without control characters; end the text"
                " with a newline"
            )
        signature = self._private.sign(text.encode())
        data = b64encode(self.key.id + signature).decode()
        return f"{text}\n— {self.key.name} {data}\n"


def parse_key(text: str) -> VerifierKey:
    """The key that a text like ``name+id+data`` stands for.

    Raises
    ------
    SealingError
        When it stands for none; the id reveals a mistyped character.
    """
    match = _KEY.fullmatch(text)
    data = unbase64(match["data"]) if match else None
    if match is None or data is None:
        raise SealingError(
            f"{text[:100]!r} is not a key; give one like name+1a2b3c4d+AbC…, in full"
        )
    if data[:1] != _ED25519 or len(data) != 33:
        raise SealingError(
            f"key {match['name']!r} is not an Ed25519 key; other kinds are not read"
        )
    key = VerifierKey(match["name"], data[1:])
    if key.id.hex() != match["id"]:
        raise SealingError(
            f"key {key.name!r}: its id is {key.id.hex()}, not {match['id']}; copy the"
            " whole key again"
        )
    return key


def read_note(data: str | bytes) -> Note:
    """A note taken apart; `is_signed_by` verifies it.

    Raises
    ------
    SealingError
        When it is not a signed note.
    """
    text, separator, rest = _checked(data).rpartition("\n\n")
    lines = rest.split("\n")
    if not separator or lines.pop() != "" or not 0 < len(lines) <= MOST_SIGNATURES:
        raise SealingError(
            "this is not a signed note: a text, an empty line and one to"
            f" {MOST_SIGNATURES} signature lines; copy all of it"
        )
    return Note(f"{text}\n", tuple(_signature(line) for line in lines))


def is_signed_by(note: Note, key: VerifierKey) -> bool:
    """Whether the key signed this text, and nothing under its name and id is false."""
    public = Ed25519PublicKey.from_public_bytes(key.public)
    theirs = [s for s in note.signatures if (s.name, s.id) == (key.name, key.id)]
    try:
        for each in theirs:
            public.verify(each.signature, note.text.encode())
    except InvalidSignature:
        return False
    return bool(theirs)


def unbase64(text: str) -> bytes | None:
    """The bytes of their one standard base64 text (RFC 4648, 4), or none."""
    try:
        data = b64decode(text, validate=True)
    except ValueError:
        return None
    return data if b64encode(data).decode() == text else None


def _checked(data: str | bytes) -> str:
    try:
        text = data if isinstance(data, str) else data.decode()
    except UnicodeDecodeError:
        raise SealingError("a note is UTF-8 text; this is not") from None
    if len(text) > MOST_CHARACTERS:
        raise SealingError(
            f"this is too long for a note ({len(text)} characters); give a checkpoint"
        )
    if found := _CONTROL.search(text):
        raise SealingError(
            f"a note has no control characters, but here is {found.group()!r}; copy it"
            " as it was"
        )
    return text


def _signature(line: str) -> Signature:
    match = _SIGNATURE.fullmatch(line)
    data = unbase64(match["data"]) if match else None
    if match is None or data is None or len(data) < 5:
        raise SealingError(
            f"{line[:100]!r} is not a signature line of a note; copy all of it"
        )
    return Signature(match["name"], data[:4], data[4:])
