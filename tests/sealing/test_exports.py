"""Exports from anybody: each broken or hostile one gets one clear sentence."""

import io
import zlib
from base64 import b64encode
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZipFile, ZipInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from tests.sealing.journal import (
    JOURNAL,
    LEAVES,
    SHOWN,
    SIGNER,
    SIZE,
    checkpoint,
    exported,
    lines,
    repacked,
    salted,
)

from grandis.errors import FileError, GrandisError
from grandis.sealing import (
    Checkpoint,
    SealingError,
    sign_checkpoint,
    verify_export,
    write_export,
)
from grandis.sealing.archives import opened
from grandis.sealing.exports import MOST_LEAVES


@pytest.fixture
def path(tmp_path):
    return exported(tmp_path / "export.zip", earlier=[checkpoint(3)])


def refusal(path):
    """The one sentence that refuses an export."""
    with pytest.raises(SealingError) as caught:
        verify_export(path)
    said = str(caught.value)
    assert said.startswith(f"{path}: ")
    assert "\n" not in said
    return said.removeprefix(f"{path}: ")


# What is written.


def test_the_same_journal_gives_the_same_bytes(tmp_path):
    one, two = exported(tmp_path / "1.zip"), exported(tmp_path / "2.zip")

    assert one.read_bytes() == two.read_bytes()


def test_it_writes_into_an_open_file_and_takes_generated_entries(tmp_path):
    target = io.BytesIO()
    write_export(
        target,
        checkpoint=checkpoint(),
        key=SIGNER.key,
        leaves=iter(LEAVES),
        entries=(each for each in SHOWN),
    )

    assert target.getvalue() == exported(tmp_path / "1.zip").read_bytes()


def test_hidden_entries_leave_only_their_leaf_hash(tmp_path):
    secret = salted(2, name="Ona Petraitytė")
    leaves = [*LEAVES[:2], secret.leaf, *LEAVES[3:]]
    path = exported(
        tmp_path / "1.zip", leaves=leaves, checkpoint=checkpoint(leaves=leaves)
    )

    with ZipFile(path) as archive:
        content = b"".join(archive.read(name) for name in archive.namelist())
    assert verify_export(path).is_true
    assert secret.leaf in content
    assert "Petraitytė".encode() not in content
    assert b64encode(secret.salt) not in content


def test_other_programs_can_unpack_it(path, tmp_path):
    with ZipFile(path) as archive:
        assert [(each.filename, each.external_attr >> 16) for each in archive.filelist]
        assert {each.external_attr >> 16 for each in archive.filelist} == {0o644}
        assert archive.read("checkpoint").decode() == checkpoint()
        assert archive.read("key").decode() == f"{SIGNER.key}\n"
        assert archive.read("leaves") == b"".join(LEAVES)


# Files that are no export.


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(FileError, match="No such file"):
        verify_export(tmp_path / "none.zip")


def test_a_folder_is_no_export(tmp_path):
    with pytest.raises(FileError, match="Is a directory"):
        verify_export(tmp_path)


@pytest.mark.parametrize("data", [b"", b"PK", b"not a zip", b"PK\5\6" + bytes(17)])
def test_what_is_no_zip_file_is_refused(path, data):
    path.write_bytes(data)

    assert "not a whole zip file" in refusal(path)


@pytest.mark.parametrize("name", ["checkpoint", "key", "leaves", "entries.jsonl"])
def test_each_part_is_needed(path, name):
    assert refusal(repacked(path, **{name: None})) == (
        f"{name!r} is missing; ask for another export"
    )


@pytest.mark.parametrize("name", ["summary.pdf", "../checkpoint", "Checkpoint", "/key"])
def test_a_part_that_would_not_be_verified_is_refused(path, name):
    assert f"{name!r} has no place in an export" in refusal(
        repacked(path, **{name: b"trust me"})
    )


@pytest.mark.parametrize("name", ["checkpoint", "entries.jsonl"])
def test_a_part_that_is_there_twice_is_refused(path, name):
    with ZipFile(path, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr(name, archive.read(name))

    assert "or one twice" in refusal(path)


def test_an_export_packed_again_by_hand_is_accepted(path):
    with ZipFile(path) as archive:
        content = {name: archive.read(name) for name in archive.namelist()}
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        archive.mkdir("earlier-checkpoints")
        for name, data in reversed(content.items()):
            archive.writestr(name, data)

    assert verify_export(path).is_true


# Hostile zip files.


def test_an_unusual_packing_is_refused(path):
    with ZipFile(path) as archive:
        content = {name: archive.read(name) for name in archive.namelist()}
    with ZipFile(path, "w", ZIP_BZIP2) as archive:
        for name, data in content.items():
            archive.writestr(name, data)

    assert "packed in an unusual way" in refusal(path)


def test_encryption_is_refused(path):
    data = bytearray(path.read_bytes())
    data[data.index(b"PK\1\2") + 8] |= 1
    path.write_bytes(data)

    assert "is encrypted" in refusal(path)


@pytest.mark.parametrize(
    "name", ["checkpoint", "key", "leaves", "earlier-checkpoints/1"]
)
def test_a_part_that_unpacks_to_too_much_is_refused(path, name):
    with ZipFile(path) as archive:
        content = {name: archive.read(name) for name in archive.namelist()}
    content[name] = bytes(20 * 2**20)
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        for each, data in content.items():
            archive.writestr(each, data)

    assert path.stat().st_size < 2**17
    assert refusal(path) == f"{name!r} is longer than it can be; ask for another export"


def test_no_more_is_unpacked_than_was_asked_for(tmp_path):
    path = tmp_path / "bomb.zip"
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        archive.writestr("lines", b"a\n" * 2**20)

    read = []
    with pytest.raises(SealingError, match="longer than it can be"):
        _read_all(path, read)
    assert 0 < sum(map(len, read)) <= 2**17


def _read_all(path, into):
    with opened(path, 1) as archive:
        for line in archive.lines("lines", most=2**17, longest=10):
            into.append(line)


def test_an_endless_line_is_refused(path):
    assert "longer than 1,048,576 bytes" in refusal(
        repacked(path, **{"entries.jsonl": b"[" * 2**22})
    )


def test_a_part_that_lies_about_its_length_is_refused(path):
    data = bytearray(path.read_bytes())
    at = data.rindex(b"PK\1\2", 0, data.rindex(b"entries.jsonl")) + 24
    data[at : at + 4] = (100).to_bytes(4, "little")
    path.write_bytes(data)

    assert "not a whole zip file (Bad CRC-32" in refusal(path)


@pytest.mark.parametrize("number", [1_001, 30_000])
def test_too_many_parts_are_refused(path, number):
    with ZipFile(path, "a") as archive:
        for each in range(number):
            archive.writestr(ZipInfo(f"earlier-checkpoints/{each + 2}"), b"")

    assert refusal(path).startswith(
        ("it holds more than 1005 files", "this is not a whole zip file (its table")
    )


def test_a_checkpoint_of_a_huge_tree_is_refused_before_its_leaves_are_read(path):
    huge = sign_checkpoint(Checkpoint("huge", MOST_LEAVES + 1, bytes(32)), SIGNER)

    assert "no more than 4,194,304 are verified" in refusal(
        repacked(path, checkpoint=huge)
    )


# Broken parts.


@pytest.mark.parametrize("change", [b"", b"x", b"".join(LEAVES[1:])])
def test_leaves_that_are_not_as_many_as_signed_are_refused(path, change):
    assert f"counts 11 entries, but 'leaves' has {len(change)} bytes, not 352" in (
        refusal(repacked(path, leaves=change))
    )


@pytest.mark.parametrize("key", [b"", b"\xff", b"name", f"{SIGNER.key}x".encode()])
def test_a_broken_key_is_refused(path, key):
    assert "key" in refusal(repacked(path, key=key))


def test_a_broken_earlier_checkpoint_is_named(path):
    assert refusal(repacked(path, **{"earlier-checkpoints/1": b"?"})).startswith(
        "'earlier-checkpoints/1': this is not a signed note"
    )


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda line: b"", "is not an entry"),
        (lambda line: b"\xff", "is not an entry"),
        (lambda line: b"[" * 100_000, "is not an entry"),
        (lambda line: b"null", "is not an entry"),
        (lambda line: line[:-1], "is not an entry"),
        (lambda line: line.replace(b'"at"', b'"when"'), "is not an entry"),
        (lambda line: line.replace(b'"salt"', b'"s"'), "is not an entry"),
        (lambda line: line.replace(b'"by"', b'"by" '), "not written in canonical JSON"),
        (lambda line: line.replace(b"owner", b"\\u006fwner"), "canonical"),
        (lambda line: line.replace(b'"by"', b'"by":"me","by"'), "canonical"),
        (lambda line: line.replace(b'"number":1', b'"number":1.0'), "is of type float"),
        (lambda line: line.replace(b'"index":1', b'"index":1.0'), "is not an entry"),
        (lambda line: line.replace(b'"number":1', b'"number":1e999'), "line 2"),
        (lambda line: line.replace(b"Z", b"+00:00"), "no time in UTC"),
        (lambda line: line.replace(b"=", b""), "not an entry"),
        (lambda line: line.replace(b"AQE=", b""), "the salt has 30 bytes"),
        (lambda line: line + b"\r", "canonical"),
    ],
)
def test_a_line_that_is_no_entry_is_named(path, change, message):
    first, second, *rest = lines(path)
    broken = change(second.rstrip(b"\n")) + b"\n"
    assert broken != second

    said = refusal(
        repacked(path, **{"entries.jsonl": b"".join([first, broken, *rest])})
    )
    assert said.startswith("line 2 of 'entries.jsonl'")
    assert message in said


def test_a_last_line_without_its_end_is_refused(path):
    whole = b"".join(lines(path))

    assert "line 9" in refusal(repacked(path, **{"entries.jsonl": whole[:-1]}))


@pytest.mark.parametrize(
    "entries",
    [
        [JOURNAL[1], JOURNAL[0]],
        [JOURNAL[1], JOURNAL[1]],
        [JOURNAL[1], salted(SIZE)],
    ],
)
def test_entries_out_of_order_twice_or_beyond_are_refused(path, entries):
    exported(path, entries=entries)

    assert "line 2 of 'entries.jsonl': entry" in refusal(path)


# Anything at all.

WHOLE = exported(io.BytesIO(), earlier=[checkpoint(3)]).getvalue()


def verified(data, folder):
    path = folder / "fuzzed.zip"
    path.write_bytes(data)
    return verify_export(path)


def says_no_more(report, whole):
    """A damaged table of contents can hide an earlier checkpoint, and no more."""
    return report.earlier <= 1 and whole == replace(report, earlier=1)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("fuzzed")


@given(st.integers(0, len(WHOLE) - 1), st.integers(1, 255))
def test_a_changed_byte_is_harmless_or_noticed(folder, at, difference):
    data = bytearray(WHOLE)
    data[at] ^= difference
    try:
        report = verified(data, folder)
    except GrandisError:
        return

    assert not report.is_true or says_no_more(report, verified(WHOLE, folder))


@given(st.integers(0, len(WHOLE) - 1))
def test_a_cut_file_is_refused(folder, length):
    with pytest.raises(GrandisError):
        verified(WHOLE[:length], folder)


@given(st.binary(max_size=300), st.integers(0, len(WHOLE)), st.integers(0, 300))
def test_replaced_bytes_are_harmless_or_noticed(folder, new, at, length):
    try:
        report = verified(WHOLE[:at] + new + WHOLE[at + length :], folder)
    except GrandisError:
        return

    assert not report.is_true or says_no_more(report, verified(WHOLE, folder))


def test_bytes_that_deflate_to_nonsense_are_refused(path):
    data = path.read_bytes()
    packed = zlib.compress(b"".join(lines(path)), wbits=-15)
    at = data.index(packed[:20])
    path.write_bytes(data[:at] + bytes(len(packed)) + data[at + len(packed) :])

    assert "not a whole zip file" in refusal(path)
