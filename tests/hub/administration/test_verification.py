"""Whatever is changed behind the hub's back, verifying finds it."""

from base64 import b64encode

import pytest
from django.db import connection

from grandis.hub.core.administration.verification import findings, own_findings
from grandis.hub.core.domain import joining
from grandis.hub.core.models import (
    JournalCheckpoint,
    JournalEntry,
    JournalHead,
    JournalNode,
    Organisation,
)
from grandis.hub.core.signing import newest_checkpoint, verifier_key
from grandis.sealing import Checkpoint, Signer, sign_checkpoint

OTHER = bytes(32)


def entry(index):
    return JournalEntry.objects.filter(index=index)


def node(level, index):
    return JournalNode.objects.filter(level=level, index=index)


TAMPERINGS = {
    "another body": (
        lambda: entry(1).update(body={"name": "UAB Kita"}),
        "journal: entry 1 (organisation.invited) is not what was written",
    ),
    "another time": (
        lambda: entry(1).update(at="2020-01-01T00:00:00Z"),
        "journal: entry 1 (organisation.invited) is not what was written",
    ),
    "another kind": (
        lambda: entry(1).update(kind="organisation.left"),
        "journal: entry 1 (organisation.left) is not what was written",
    ),
    "a body without words": (
        lambda: entry(1).update(body={"name": 1.5}),
        "journal: entry 1 (organisation.invited) is not what was written",
    ),
    "an entry taken out": (lambda: entry(2).delete(), "journal: entry 2 is missing"),
    "the end cut off": (
        lambda: entry(JournalHead.objects.get().size - 1).delete(),
        "entries were written, ",
    ),
    "another leaf": (
        lambda: entry(1).update(leaf=OTHER),
        "journal: node 1 of level 0 is not that of its leaves",
    ),
    "another node": (
        lambda: node(1, 0).update(hash=OTHER),
        "journal: node 0 of level 1 is not that of its leaves",
    ),
    "a lost node": (lambda: node(1, 0).delete(), "journal: the tree has "),
    "another journal signed": (
        lambda: sign(JournalHead.objects.get().size, OTHER),
        "is one of another journal",
    ),
    "a signature for another size": (
        lambda: JournalCheckpoint.objects.update(size=3),
        "journal: the checkpoint at 3 entries is one of another journal",
    ),
    "a signature of somebody else": (
        lambda: JournalCheckpoint.objects.update(note=forged()),
        "is not signed by localhost/journal+",
    ),
    "no signature": (
        lambda: JournalCheckpoint.objects.update(note="signed, really"),
        "cannot be read",
    ),
}


def sign(size, root):
    """Our own signature under a root that is not the journal's."""
    from grandis.hub.core.signing import _signer

    checkpoint = Checkpoint("localhost/journal", size, root)
    note = sign_checkpoint(checkpoint, _signer())
    JournalCheckpoint.objects.update_or_create(size=size, defaults={"note": note})


def forged():
    """The true checkpoint under our name, signed with another key."""
    from grandis.sealing import read_checkpoint

    true = read_checkpoint(JournalCheckpoint.objects.get().note).checkpoint
    return sign_checkpoint(true, Signer("localhost/journal", bytes(32)))


@pytest.fixture
def signed(cast, settings, tmp_path):
    """A journal with one signed checkpoint."""
    settings.JOURNAL_KEY = tmp_path / "journal.key"
    settings.JOURNAL_ORIGIN = "localhost/journal"
    JournalCheckpoint.objects.all().delete()
    return newest_checkpoint()


def test_an_untouched_hub_verifies(signed):
    assert list(own_findings()) == []


@pytest.mark.parametrize(("tamper", "said"), TAMPERINGS.values(), ids=TAMPERINGS)
def test_it_finds(signed, tamper, said):
    tamper()

    assert said in "\n".join(own_findings())


def test_an_erased_entry_is_no_finding(signed):
    entry(1).update(body=None, salt=None)

    assert list(own_findings()) == []


def test_entries_written_meanwhile_are_no_finding(cast, signed, monkeypatch):
    found = findings(key=verifier_key())
    read = JournalEntry.objects.using

    def later(using):
        monkeypatch.undo()
        joining.leave(cast.organisation(cast.ona), by=cast.viewer(cast.ona))
        return read(using)

    monkeypatch.setattr(JournalEntry.objects, "using", later)

    assert list(found) == []
    assert JournalHead.objects.get().size == signed.size + 1


def test_a_lost_key_is_told_and_not_replaced(signed, settings, tmp_path):
    settings.JOURNAL_KEY = tmp_path / "lost.key"

    (said,) = own_findings()

    assert said.startswith(f"journal: its key is not in {settings.JOURNAL_KEY}")
    assert not settings.JOURNAL_KEY.exists()


def test_another_key_is_told(signed, settings, tmp_path):
    settings.JOURNAL_KEY = tmp_path / "another.key"
    settings.JOURNAL_KEY.write_text(b64encode(bytes(32)).decode())

    (said,) = own_findings()

    assert "is not signed by" in said


def test_a_link_to_nothing_is_told(cast):
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            member = cast.organisation(cast.ona).pk
            Organisation.objects.filter(pk=member).update(cluster_id=999)
            said = f"row {member} of core_organisation refers to no row of core_cluster"
        else:
            cursor.execute(
                "ALTER TABLE core_organisation ADD CONSTRAINT unchecked"
                " FOREIGN KEY (cluster_id) REFERENCES core_cluster NOT VALID"
            )
            said = "the constraint unchecked was never checked"

    found = list(findings())

    Organisation.objects.filter(cluster_id=999).update(cluster=cast.cluster)
    assert found == [f"database: {said}"]
