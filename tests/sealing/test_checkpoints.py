"""Checkpoints.

The example of https://c2sp.org/tlog-checkpoint carries a true signature of Go's
checksum database under another name; with the database's own name and origin it
verifies under the key that the go command has built in (cmd/go/internal/modfetch,
key.go). The second one is an answer of that database of January 2026.
"""

from base64 import b64decode

import pytest

from grandis.sealing import (
    Checkpoint,
    SealingError,
    Signer,
    parse_key,
    read_checkpoint,
    sign_checkpoint,
)

EXAMPLE = """\
example.com/behind-the-sofa
20852163
CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7\
u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=
"""
LATER = """\
go.sum database tree
49189689
ftjbAOzaupaIvaPo/G+Dk63nxOZ2s1OPOKIaPtXs7S4=

— sum.golang.org Az3grlKZssqRoMNPpZfKt0TphbbcF+pzXqElURJKRNFKfaUAgqeI5k2AORH0QAhg/eb\
RwyIqD/OqP4oLtLnNumvOBAM=
"""
GO = "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8"
ROOT = b64decode("CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=")
SIGNER = Signer("grandis.example/plastics", bytes(range(32)))


def test_it_reads_the_published_example():
    read = read_checkpoint(EXAMPLE)

    assert read.checkpoint == Checkpoint("example.com/behind-the-sofa", 20852163, ROOT)
    assert read.note.text == str(read.checkpoint)


@pytest.mark.parametrize(
    "note",
    [
        EXAMPLE.replace("— example.com/behind-the-sofa", "— sum.golang.org").replace(
            "example.com/behind-the-sofa", "go.sum database tree"
        ),
        LATER,
    ],
)
def test_checkpoints_of_a_log_in_the_field_verify(note):
    assert read_checkpoint(note).is_signed_by(parse_key(GO))
    assert not read_checkpoint(note.replace("9", "8", 1)).is_signed_by(parse_key(GO))
    assert not read_checkpoint(note).is_signed_by(SIGNER.key)


@pytest.mark.parametrize("size", [0, 1, 10**18])
@pytest.mark.parametrize("extensions", [(), ("one", "and another")])
def test_what_is_signed_is_read(size, extensions):
    checkpoint = Checkpoint("grandis.example/plastics", size, ROOT, extensions)
    read = read_checkpoint(sign_checkpoint(checkpoint, SIGNER))

    assert read.checkpoint == checkpoint
    assert read.is_signed_by(SIGNER.key)


@pytest.mark.parametrize(
    "text",
    [
        "origin\n5\n",
        "origin\n5\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\nextension\n",
        "\n5\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
        "origin\n05\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
        "origin\n+5\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
        "origin\n-5\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
        "origin\n٥\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
        "origin\n99999999999999999999\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
        "origin\n5\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2J=\n",
        "origin\n5\nAAAA\n",
        "origin\n5\n!\n",
    ],
)
def test_it_refuses_a_note_that_is_no_checkpoint(text):
    with pytest.raises(SealingError, match="not a checkpoint"):
        read_checkpoint(SIGNER.sign(text))


@pytest.mark.parametrize(
    "checkpoint",
    [
        Checkpoint("", 5, ROOT),
        Checkpoint("two\nlines", 5, ROOT),
        Checkpoint("origin", -1, ROOT),
        Checkpoint("origin", 5, ROOT[1:]),
        Checkpoint("origin", 5, ROOT, ("",)),
    ],
)
def test_it_signs_no_checkpoint_that_cannot_be_read(checkpoint):
    with pytest.raises(SealingError, match="empty or broken"):
        sign_checkpoint(checkpoint, SIGNER)
