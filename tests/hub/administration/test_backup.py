"""A backup holds all, while the hub works, and comes back as it was."""

import stat
from zipfile import ZipFile

import msgspec
import pytest
from tests.installation import group_of

WRITING = """
import django; django.setup()
from tests import cast as people
from grandis.hub.core.domain import joining
cast = people.find()
kamstuna = cast.organisation(cast.ona)
print("writing", flush=True)
for number in range(1_000_000):
    name = f"UAB Kamštūna {number}"
    joining.edit_organisation(kamstuna, by=cast.viewer(cast.ona), name=name)
"""


def manifest_of(file):
    with ZipFile(file) as backup:
        return msgspec.json.decode(backup.read("manifest.json"))


def journal_of(hub):
    verified = hub.hub("verify")
    assert verified.returncode == 0, verified.stdout + verified.stderr
    return verified.stdout.splitlines()[-1]


def test_what_was_backed_up_comes_back_elsewhere(installation, elsewhere, tmp_path):
    plan = installation.folder / "files/plans/gear.step"
    plan.parent.mkdir(parents=True)
    plan.write_bytes(b"ISO-10303-21;")
    assert installation.hub("backup", tmp_path / "b.zip").returncode == 0

    restored = elsewhere.hub("restore", tmp_path / "b.zip")

    assert restored.returncode == 0, restored.stderr
    assert journal_of(elsewhere) == journal_of(installation)
    assert (elsewhere.folder / "files/plans/gear.step").read_bytes() == b"ISO-10303-21;"
    left = {path.name for path in elsewhere.folder.iterdir()}
    assert not {name for name in left if name.startswith(".restore-")}


def test_it_is_whole_although_somebody_writes(installation, elsewhere, tmp_path):
    writer = installation.popen("-c", WRITING, stdout=-1)
    with group_of(writer):
        assert writer.stdout.readline() == "writing\n"
        saved = installation.hub("backup", tmp_path / "b.zip")
        assert writer.poll() is None
    assert saved.returncode == 0, saved.stderr

    restored = elsewhere.hub("restore", tmp_path / "b.zip")

    assert restored.returncode == 0, restored.stderr
    entries = int(journal_of(elsewhere).split()[1])
    assert manifest_of(tmp_path / "b.zip")["journal"]["size"] <= entries
    assert entries < int(journal_of(installation).split()[1])


def test_only_its_owner_may_read_it(installation, tmp_path):
    installation.hub("backup", tmp_path / "b.zip")

    assert stat.S_IMODE((tmp_path / "b.zip").stat().st_mode) == 0o600


def test_the_journal_key_is_in_it_only_when_asked_for(
    installation, elsewhere, tmp_path
):
    key = installation.folder / "journal.key"
    key.write_text("a" * 43 + "=")

    without = installation.hub("backup", tmp_path / "without.zip")
    installation.hub("backup", "--with-journal-key", tmp_path / "with.zip")
    elsewhere.hub("restore", tmp_path / "with.zip")

    assert f"keep a copy of {key}" in without.stderr
    names = [part["name"] for part in manifest_of(tmp_path / "without.zip")["parts"]]
    assert len(names) == 1
    restored = elsewhere.folder / "journal.key"
    assert restored.read_text() == key.read_text()
    assert stat.S_IMODE(restored.stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("there.zip", "this file exists; give another name"),
        ("nowhere/b.zip", "its folder does not exist; make it first"),
    ],
)
def test_it_overwrites_nothing_and_makes_no_folder(installation, tmp_path, name, said):
    (tmp_path / "there.zip").write_text("an earlier backup")

    refused = installation.hub("backup", tmp_path / name)

    assert refused.returncode == 2
    assert refused.stderr == f"grandis: {tmp_path / name}: {said}\n"
    assert (tmp_path / "there.zip").read_text() == "an earlier backup"
    assert {path.name for path in tmp_path.iterdir()} == {"there.zip", "var"}
