"""What is true in an export is confirmed; what is false is found."""

import re
from pathlib import Path

import pytest
from tests.sealing.journal import (
    JOURNAL,
    LEAVES,
    SHOWN,
    SIGNER,
    SIZE,
    STRANGER,
    checkpoint,
    exported,
    repacked,
    salted,
)

from grandis.sealing import (
    SealingError,
    read_checkpoint,
    reader,
    root,
    verify_export,
)
from grandis.sealing.verifying import SENTENCES


@pytest.fixture
def path(tmp_path):
    return tmp_path / "export.zip"


def codes(report):
    return [finding.code for finding in report.findings]


def before(*arguments, **changes):
    return read_checkpoint(checkpoint(*arguments, **changes))


def test_a_true_export_is_confirmed(path):
    report = verify_export(exported(path), key=SIGNER.key, earlier=[before(7)])

    assert report.is_true
    assert report.findings == ()
    assert report.is_key_given
    assert report.checkpoint.root == root(SIZE, reader(LEAVES))
    assert (report.checkpoint.size, report.shown, report.hidden) == (11, 9, 2)
    assert report.earlier == 1


def test_without_a_key_the_report_says_that_it_used_the_one_inside(path):
    report = verify_export(exported(path))

    assert report.is_true
    assert not report.is_key_given
    assert report.key == SIGNER.key


@pytest.mark.parametrize("size", range(SIZE + 1))
def test_a_journal_of_any_size_with_all_its_past_is_confirmed(path, size):
    exported(
        path,
        checkpoint=checkpoint(size),
        leaves=LEAVES[:size],
        entries=JOURNAL[:size],
        earlier=[checkpoint(past) for past in range(size + 1)],
    )
    report = verify_export(path, key=SIGNER.key)

    assert report.is_true
    assert (report.shown, report.hidden, report.earlier) == (size, 0, size + 1)


def test_an_erased_entry_leaves_the_others_verifiable(path):
    report = verify_export(exported(path, entries=[]), key=SIGNER.key)

    assert report.is_true
    assert (report.shown, report.hidden) == (0, SIZE)


def test_a_checkpoint_signed_by_somebody_else_is_found(path):
    exported(path, checkpoint=checkpoint(signer=STRANGER), key=STRANGER.key)

    assert verify_export(path).is_true
    assert codes(verify_export(path, key=SIGNER.key)) == ["not_signed"]


def test_a_changed_checkpoint_is_found(path):
    exported(path)
    repacked(path, checkpoint=checkpoint().replace("plastics\n", "plastic\n", 1))

    assert codes(verify_export(path)) == ["not_signed"]


def test_a_changed_entry_is_found(path):
    changed = [*SHOWN[:3], salted(4, hours=3), *SHOWN[4:]]
    report = verify_export(exported(path, entries=changed), key=SIGNER.key)

    assert codes(report) == ["wrong_entry"]
    assert report.findings[0].values == {"index": 4}
    assert str(report.findings[0]) == (
        "entry 4 is not the one in the tree: it was changed"
    )


@pytest.mark.parametrize("index", range(SIZE))
def test_a_changed_leaf_is_found_in_the_root_and_in_its_entry(path, index):
    leaves = [*LEAVES[:index], salted(index, hours=3).leaf, *LEAVES[index + 1 :]]
    report = verify_export(exported(path, leaves=leaves, entries=JOURNAL))

    assert codes(report) == ["wrong_root", "wrong_entry"]
    assert report.findings[1].values == {"index": index}


def test_leaves_in_another_order_are_found(path):
    leaves = [LEAVES[1], LEAVES[0], *LEAVES[2:]]

    assert "wrong_root" in codes(verify_export(exported(path, leaves=leaves)))


@pytest.mark.parametrize("past", [1, 4, 7, 10, 11])
def test_a_log_rewritten_since_an_earlier_checkpoint_is_found(path, past):
    rewritten = [salted(0, hours=3), *JOURNAL[1:]]
    leaves = [each.leaf for each in rewritten]
    exported(
        path, checkpoint=checkpoint(leaves=leaves), leaves=leaves, entries=rewritten
    )

    assert verify_export(path, key=SIGNER.key).is_true
    report = verify_export(path, key=SIGNER.key, earlier=[before(past)])
    assert codes(report) == ["rewritten"]
    assert f"the first {past} entries" in str(report.findings[0])


def test_a_rewrite_of_later_entries_does_not_touch_what_was_signed_before(path):
    rewritten = [*JOURNAL[:8], salted(8, hours=3), *JOURNAL[9:]]
    leaves = [each.leaf for each in rewritten]
    exported(
        path, checkpoint=checkpoint(leaves=leaves), leaves=leaves, entries=rewritten
    )
    kept = [before(8), before(9), before(10)]

    report = verify_export(path, key=SIGNER.key, earlier=kept)
    assert [each.values["earlier"] for each in report.findings] == [9, 10]


def test_entries_taken_away_are_found(path):
    exported(path, checkpoint=checkpoint(7), leaves=LEAVES[:7], entries=JOURNAL[:7])
    report = verify_export(path, key=SIGNER.key, earlier=[before()])

    assert codes(report) == ["earlier_is_larger"]


def test_a_false_earlier_checkpoint_proves_nothing(path):
    exported(path, earlier=[checkpoint(7, signer=STRANGER)])
    report = verify_export(path, key=SIGNER.key)

    assert codes(report) == ["earlier_not_signed"]


def test_an_earlier_checkpoint_of_another_log_is_refused(path):
    other = before(origin="grandis.example/metal")

    with pytest.raises(SealingError, match=r"one of the log 'grandis\.example/metal'"):
        verify_export(exported(path), earlier=[other])


def test_every_finding_can_be_told(path):
    exported(
        path,
        checkpoint=checkpoint(signer=STRANGER),
        leaves=[salted(0, hours=3).leaf, *LEAVES[1:]],
        entries=[*JOURNAL[:1], salted(1, hours=3)],
        earlier=[checkpoint(3), checkpoint(3, signer=STRANGER)],
    )
    report = verify_export(path, key=SIGNER.key)

    assert codes(report) == [
        "not_signed",
        "wrong_root",
        "wrong_entry",
        "wrong_entry",
        "rewritten",
        "earlier_not_signed",
    ]
    assert all(str(finding) for finding in report.findings)


def test_the_page_tells_every_finding():
    page = Path(__file__).parents[2] / "docs/reference/journal.md"
    told = re.findall(r"^\| `([a-z_]+)` \|", page.read_text(), re.MULTILINE)

    assert told[-len(SENTENCES) :] == list(SENTENCES)
