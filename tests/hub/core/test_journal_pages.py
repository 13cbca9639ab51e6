"""The journal on its pages, taken home, and proved."""

from base64 import b64decode

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.urls import reverse
from django.utils.timezone import localdate
from tests.hub.core.browsing import here, page

from grandis.hub.core import journal, signing
from grandis.hub.core.domain import clusters, joining
from grandis.hub.core.enums import Audience
from grandis.hub.core.models import JournalCheckpoint, JournalEntry
from grandis.sealing import (
    parse_key,
    read_checkpoint,
    verify_export,
    verify_inclusion,
)


@pytest.fixture
def secret(cast):
    """An entry about Kamštūna alone."""
    kamstuna = cast.organisation(cast.ona)
    joining.edit_organisation(
        kamstuna, by=cast.viewer(cast.ona), website="https://k.lt"
    )
    entry = JournalEntry.objects.order_by("index").last()
    JournalEntry.objects.filter(pk=entry.pk).update(audience=Audience.OWN)
    return entry


def index_link(entry):
    return f'href="{here("journal_entry", index=entry.index)}"'


def test_each_reader_finds_the_entries_for_them(secret, cast, as_):
    readers = {
        role
        for role, person in cast.everybody.items()
        if index_link(secret) in page(as_(person), here("journal"))
    }

    assert readers == {"member", "production"}
    for role in ("public", "coordinator", "competitor", "agency", "stranger"):
        client = as_(cast.everybody[role])
        for name in ("journal_entry", "journal_proof"):
            assert client.get(here(name, index=secret.index)).status_code == 404


def test_a_sentence_carries_the_values_of_its_entry(cast, as_):
    said = page(as_(cast.darius), here("journal"))

    assert "The cluster invited UAB Kamštūna." not in said  # the coordinator's own
    assert "UAB Kamštūna agreed to belong to the cluster." in said


def test_home_tells_neighbours_that_say_the_same_once(cast, as_):
    kamstuna, by = cast.organisation(cast.ona), cast.viewer(cast.ona)
    for number in range(3):
        website = f"https://k{number}.lt"
        joining.edit_organisation(kamstuna, by=by, website=website)

    said = page(as_(cast.ona), here("home"))

    entry = JournalEntry.objects.order_by("index").last()
    assert index_link(entry) in said
    assert "× 3" in said
    assert said.count("The master data of UAB Kamštūna were changed.") == 1


@pytest.mark.parametrize(
    ("kind", "body", "said"),
    [
        ("gone.kind", {"name": "x"}, "Entry of kind “gone.kind”."),
        ("organisation.left", {}, "– left the cluster."),
        ("organisation.left", {"name": "{0.__class__}"}, "{0.__class__} left"),
        ("organisation.left", {"name": "<b>"}, "&lt;b&gt; left the cluster."),
        ("organisation.left", None, "This entry was erased"),
    ],
)
def test_an_entry_that_cannot_be_told_never_breaks_the_page(
    kind, body, said, secret, cast, as_
):
    JournalEntry.objects.filter(pk=secret.pk).update(kind=kind, body=body, salt=None)

    assert said in page(as_(cast.ona), here("journal"))
    assert said in page(as_(cast.ona), here("journal_entry", index=secret.index))


def test_it_is_filtered_by_kind_and_day(secret, cast, as_):
    def listed(**asked):
        address = here("journal") + "?" + "&".join(f"{k}={v}" for k, v in asked.items())
        return index_link(secret) in page(as_(cast.ona), address)

    day = localdate(secret.at).isoformat()
    assert listed(kind=secret.kind, since=day, until=day)
    assert not listed(kind="organisation.invited")
    assert not listed(since="2999-01-01")
    assert not listed(until="2001-01-01")


@pytest.mark.parametrize("asked", ["since=nonsense", "kind=nonsense", "page=999999"])
def test_a_filter_that_makes_no_sense_lists_everything(asked, secret, cast, as_):
    assert index_link(secret) in page(as_(cast.ona), f"{here('journal')}?{asked}")


@pytest.mark.parametrize("index", [10**6, 2**63, 10**30])
def test_an_entry_that_is_not_there_is_not_found(index, cast, as_):
    page(as_(cast.ona), here("journal_entry", index=index), 404)


def test_the_names_of_people_stay_within_their_organisation(secret, cast, as_):
    JournalEntry.objects.filter(pk=secret.pk).update(audience=Audience.CLUSTER)

    assert "Ona Onaitė" in page(as_(cast.petras), here("journal"))
    for person in (cast.darius, cast.rasa):
        assert "Ona Onaitė" not in page(as_(person), here("journal"))
        entry = here("journal_entry", index=secret.index)
        assert "Ona Onaitė" not in page(as_(person), entry)


def taken_home(client, path):
    answer = client.get(here("journal_export"))
    assert answer.status_code == 200
    path.write_bytes(b"".join(answer.streaming_content))
    return path


def test_an_export_is_true_and_shows_what_its_reader_may_see(
    secret, cast, as_, tmp_path
):
    key = parse_key(as_(None).get(reverse("core:journal_key")).content.decode().strip())
    shown = {}
    for name in ("ona", "darius", "rasa", "carl"):
        file = taken_home(as_(getattr(cast, name)), tmp_path / f"{name}.zip")
        report = verify_export(file, key=key)
        assert report.is_true, report.findings
        shown[name] = report.shown

    assert shown["ona"] == shown["darius"] + 1
    assert shown["rasa"] > shown["darius"] > shown["carl"] >= 1


def test_an_export_with_an_erased_entry_is_still_true(secret, cast, as_, tmp_path):
    JournalEntry.objects.filter(pk=secret.pk).update(body=None, salt=None)
    report = verify_export(taken_home(as_(cast.ona), tmp_path / "e.zip"))

    assert report.is_true
    assert report.hidden > 0


def test_an_export_of_a_rewritten_journal_is_not_true(secret, cast, as_, tmp_path):
    JournalEntry.objects.filter(pk=secret.pk).update(body={"name": "Another"})
    report = verify_export(taken_home(as_(cast.ona), tmp_path / "e.zip"))

    assert [each.code for each in report.findings] != []


def test_strangers_take_nothing_home(cast, as_):
    assert as_(None).get(here("journal_export")).status_code == 302
    assert as_(cast.stranger).get(here("journal_export")).status_code == 404


def test_the_checkpoint_is_signed_and_grows_with_the_journal(cast, as_):
    visitor = as_(None)

    def newest():
        answer = visitor.get(reverse("core:checkpoint"))
        assert answer["Content-Type"] == "text/plain; charset=utf-8"
        return read_checkpoint(answer.content)

    first = newest()
    assert first.is_signed_by(signing.verifier_key())
    assert newest() == first
    assert JournalCheckpoint.objects.count() == 1

    clusters.edit_cluster(cast.cluster, by=cast.viewer(cast.rasa), about="New.")
    assert newest().checkpoint.size == first.checkpoint.size + 1
    assert JournalCheckpoint.objects.count() == 2


def test_an_empty_journal_has_a_checkpoint_too(db):
    JournalEntry.objects.all().delete()
    journal.JournalHead.objects.all().delete()

    assert read_checkpoint(signing.newest_checkpoint().note).checkpoint.size == 0


def test_a_proof_leads_from_the_entry_to_the_signed_root(secret, cast, as_):
    answer = as_(cast.ona).get(here("journal_proof", index=secret.index)).json()
    signed = read_checkpoint(answer["checkpoint"])

    assert signed.is_signed_by(signing.verifier_key())
    assert verify_inclusion(
        answer["index"],
        answer["size"],
        b64decode(answer["leaf"]),
        [b64decode(each) for each in answer["proof"]],
        signed.checkpoint.root,
    )


def test_the_key_is_made_once_and_for_its_owner_only(tmp_path, settings):
    settings.JOURNAL_KEY = tmp_path / "deep" / "journal.key"
    first = signing.verifier_key()
    signing._signer_for.cache_clear()

    assert signing.verifier_key() == first
    assert settings.JOURNAL_KEY.stat().st_mode & 0o777 == 0o600
    assert [each.name for each in settings.JOURNAL_KEY.parent.iterdir()] == [
        "journal.key"
    ]


def test_a_broken_key_file_says_what_to_do(tmp_path, settings):
    settings.JOURNAL_KEY = tmp_path / "journal.key"
    settings.JOURNAL_KEY.write_text("nonsense")
    with pytest.raises(ImproperlyConfigured, match="restore it from your backup"):
        signing.verifier_key()
