"""Rows are added, changed and removed on pages, each once and by whom it concerns."""

import re
from datetime import date, timedelta

import pytest
from django.utils import timezone
from tests.hub.members.pages.addresses import kept_by, page

from grandis.hub.members import models
from grandis.hub.members.domain import resources
from grandis.hub.members.models import Resource

PRESS = {
    "process": "injection_moulding",
    "name": "Press 300 t",
    "stage": "injection_moulding",
    "kind": "machine",
    "capacity": 1,
    "limit_clamp": "3000",
    "limit_shot": "512.5",
    "limit_robot": "on",
    "assumed": ["shot"],
    "materials": ["pp-homo", "hdpe"],
}


@pytest.fixture
def ona(cast, as_):
    """Kamštūna's owner at her browser."""
    return as_(cast.ona)


def key_of(cast):
    return cast.organisation(cast.ona).key


def hidden(text):
    """The hidden fields of the form on a page."""
    fields = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', text)
    return {name: value for name, value in fields if name != "csrfmiddlewaretoken"}


def sent(filled):
    """What each kind's form is sent with, and what the new row then says."""
    site, press, year = (filled.ona[n] for n in ("site", "resource", "figures"))
    free = filled.ona["hidden resource"]
    day = str(timezone.localdate() - timedelta(days=1))
    return {
        "contacts": ({"name": "Rūta", "languages": ["lt", "en"]}, {"name": "Rūta"}),
        "expertise": (
            {"text": "Hot runners", "stage": "tooling", "level": "leading"},
            {"level": "leading"},
        ),
        "products": ({"name": "Lid"}, {"name": "Lid"}),
        "markets": ({"country": "SE", "sector": "Paint"}, {"country": "SE"}),
        "certificates": (
            {"standard": "ISO 14001", "issuer": "A certifier", "issued_on": day},
            {"stated_on": timezone.localdate()},
        ),
        "sites": ({"name": "Second", "town": "Utena", "country": "LT"}, {"nuts": ""}),
        "resources": (
            PRESS | {"site": site.pk},
            {
                "limits": {"clamp": 3000.0, "shot": 512.5, "robot": True},
                "assumed": ["shot"],
                "published": False,
                "stage": "injection_moulding",
            },
        ),
        "rates": (
            {"resource": free.pk, "hourly_cents": "41.50"},
            {"hourly_cents": 4150},
        ),
        "shifts": (
            {
                "place": f"resource-{press.key}",
                "weekdays": ["5", "6"],
                "start": "22:00",
                "end": "06:00",
            },
            {"weekdays": [5, 6], "resource": press, "site": None},
        ),
        "closures": (
            {
                "place": f"site-{site.key}",
                "first_day": "2027-12-24",
                "last_day": "2027-12-26",
            },
            {"site": site, "resource": None},
        ),
        "loads": (
            {
                "resource": press.pk,
                "first_day": "2027-02-01",
                "last_day": "2027-02-07",
                "hours": 40,
            },
            {"hours": 40},
        ),
        "figures": (
            {
                "year": 2024,
                "headcount": 170,
                "turnover_cents": "13500000.50",
                "export_permille": "61.5",
            },
            {"turnover_cents": 1_350_000_050, "export_permille": 615},
        ),
        "linked": (
            {
                "figures": year.key,
                "name": "Sister",
                "share_permille": "25",
                "headcount": 3,
                "turnover_cents": "1000",
            },
            {"share_permille": 250, "figures": year},
        ),
        "hours": (
            {"day": day, "minutes": "1.5", "activity": "training", "note": "Course"},
            {"minutes": 90},
        ),
    }


def newest(kind):
    model = {
        "contacts": models.ContactPerson,
        "products": models.Product,
        "markets": models.Market,
        "certificates": models.Certificate,
        "sites": models.Site,
        "resources": models.Resource,
        "rates": models.ResourceRate,
        "shifts": models.Shift,
        "closures": models.Closure,
        "loads": models.Load,
        "linked": models.LinkedCompany,
        "figures": models.Figures,
        "hours": models.HoursLogged,
        "expertise": models.Expertise,
    }[kind]
    return model._base_manager.order_by("pk").last()


def test_each_kind_of_row_is_added_and_changed_by_its_form(cast, filled, ona):
    for kind, (values, wanted) in sent(filled).items():
        answer = ona.post(page("add_row", key_of(cast), kind), values)
        assert (kind, answer.status_code) == (kind, 302)
        row = newest(kind)
        told = {name: getattr(row, name) for name in wanted}
        assert (kind, told) == (kind, wanted)

        address = page("edit_row", key_of(cast), kind, row.key)
        again = values | {"version": row.version}
        answer = ona.post(address, again)
        assert (kind, answer.status_code) == (kind, 302)
        row.refresh_from_db()
        assert (kind, row.version) == (kind, 1)  # nothing was changed


def test_what_is_shown_to_change_is_what_was_entered(cast, filled, ona):
    pages = kept_by(cast, cast.ona, filled)
    text = ona.get(pages["figures change"]).content.decode()
    assert 'name="turnover_cents" value="14000000.00"' in text
    text = ona.get(pages["resources change"]).content.decode()
    assert 'name="limit_clamp" value="2000"' in text
    assert 'value="hdpe" class="columns"' in text or 'value="hdpe"' in text
    assert "limit_container_least" not in text
    text = ona.get(pages["shifts change"]).content.decode()
    site = filled.ona["site"].key
    assert f'<option value="site-{site}" selected>' in text


def test_a_process_is_chosen_before_its_limits(cast, filled, ona):
    pages = kept_by(cast, cast.ona, filled)
    text = ona.get(pages["resources add"]).content.decode()
    assert 'name="process"' in text
    assert "limit_" not in text
    text = ona.get(pages["resources add"] + "?process=thermoforming").content.decode()
    assert 'name="limit_forming_long"' in text
    assert "limit_clamp" not in text
    text = ona.get(pages["resources add"] + "?process=nonsense").content.decode()
    assert "limit_" not in text


def test_another_process_takes_the_old_limits_away(cast, filled, ona):
    press = filled.ona["resource"]
    values = {
        "process": "extrusion",
        "site": filled.ona["site"].pk,
        "name": press.name,
        "kind": "machine",
        "capacity": 1,
        "limit_output": "120",
        "published": "on",
        "version": press.version,
    }
    answer = ona.post(page("edit_row", key_of(cast), "resources", press.key), values)
    assert answer.status_code == 302
    press.refresh_from_db()
    assert press.limits == {"output": 120.0}
    assert press.stage == "extrusion"


@pytest.mark.parametrize(
    ("kind", "values", "said"),
    [
        ("loads", {"hours": 9999}, "These days do not have so many hours."),
        ("closures", {"last_day": "2027-01-01"}, "must not be before the first"),
        ("shifts", {"place": "site-foreign00000"}, "Select a valid choice"),
        ("sites", {"name": "Main works"}, "already exists"),
        ("resources", {"process": "nonsense"}, "Select a valid choice"),
        ("resources", {"limit_clamp": "-4"}, "greater than or equal to 0"),
        ("resources", {"assumed": ["dry_cycle"]}, "Enter an estimate"),
        ("resources", {"capacity": 3}, "Only a team can do several jobs"),
        ("figures", {"year": 2025}, "already exists"),
        ("figures", {"turnover_cents": "-1"}, "greater than or equal to 0"),
        ("hours", {"day": "2999-01-01"}, "after they have been spent"),
        ("markets", {"country": "??"}, "Select a valid choice"),
    ],
)
def test_what_cannot_be_is_said_at_its_field(cast, filled, ona, kind, values, said):
    count = type(newest(kind))._base_manager.count()
    sound, _wanted = sent(filled)[kind]
    answer = ona.post(page("add_row", key_of(cast), kind), sound | values)
    assert answer.status_code == 200
    assert said in answer.content.decode()
    assert type(newest(kind))._base_manager.count() == count


def test_the_rows_of_another_company_cannot_be_chosen(cast, filled, ona):
    foreign = filled.darius["resource"]
    sound, _wanted = sent(filled)["loads"]
    answer = ona.post(
        page("add_row", key_of(cast), "loads"), sound | {"resource": foreign.pk}
    )
    assert answer.status_code == 200
    assert models.Load._base_manager.filter(resource=foreign).count() == 1


def test_a_form_that_is_sent_twice_is_carried_out_once(cast, filled, ona):
    address = page("add_row", key_of(cast), "products")
    values = hidden(ona.get(address).content.decode()) | {"name": "Twice"}
    assert values["once"]
    for _again in range(2):
        assert ona.post(address, values).status_code == 302
    assert models.Product._base_manager.filter(name="Twice").count() == 1


def test_the_second_of_two_editors_sees_both_versions(cast, filled, ona, as_):
    press = filled.ona["resource"]
    address = page("edit_row", key_of(cast), "resources", press.key)
    seen = hidden(ona.get(address).content.decode())
    resources.edit_resource(
        press,
        by=cast.viewer(cast.petras),
        version=1,
        limits=press.limits | {"clamp": 2500.0},
    )
    values = PRESS | {"name": press.name, "site": press.site_id, "published": "on"}
    values |= {"limit_clamp": "2100", "limit_shot": "300", "assumed": []}
    values |= {"limit_tie_bar_long": "500", "limit_tie_bar_short": "470"}
    answer = ona.post(address, seen | values)
    text = answer.content.decode()
    assert answer.status_code == 200
    assert re.search(r'class="theirs"[^>]*>2[,.\s]?500', text)
    assert re.search(r'class="yours"[^>]*>2[,.\s]?100', text)
    press.refresh_from_db()
    assert press.limits["clamp"] == 2500.0

    answer = ona.post(address, hidden(text) | values)
    assert answer.status_code == 302
    press.refresh_from_db()
    assert press.limits["clamp"] == 2100.0


def test_a_machine_is_published_after_a_look_at_who_will_see_it(cast, filled, ona):
    address = page("add_row", key_of(cast), "resources")
    values = PRESS | {"site": filled.ona["site"].pk, "published": "on"}
    answer = ona.post(address, values)
    text = answer.content.decode()
    assert "will stand in the directory" in text
    assert not Resource._base_manager.filter(name="Press 300 t").exists()

    answer = ona.post(address, values | {"change": "yes"})
    assert 'value="Press 300 t"' in answer.content.decode()
    assert not Resource._base_manager.filter(name="Press 300 t").exists()

    answer = ona.post(address, values | {"checked": "yes"})
    assert answer.status_code == 302
    assert Resource._base_manager.get(name="Press 300 t").published


def test_production_adds_machines_but_does_not_publish_them(cast, filled, as_):
    client = as_(cast.petras)
    address = page("add_row", key_of(cast), "resources")
    text = client.get(address + "?process=extrusion").content.decode()
    assert 'name="published"' not in text
    values = PRESS | {"site": filled.ona["site"].pk, "published": "on"}
    assert client.post(address, values).status_code == 302
    assert not Resource._base_manager.get(name="Press 300 t").published

    press = filled.ona["resource"]
    values |= {"name": "Press 200 T", "version": press.version}
    answer = client.post(page("edit_row", key_of(cast), "resources", press.key), values)
    assert answer.status_code == 302
    press.refresh_from_db()
    assert (press.name, press.published) == ("Press 200 T", True)


def test_a_profile_is_shown_in_public_after_a_look(cast, filled, as_):
    client = as_(cast.darius)
    address = page("profile", cast.organisation(cast.darius).key)
    values = {"summary": "Technical parts", "shown_in_public": "on"}
    values |= hidden(client.get(address).content.decode())
    answer = client.post(address, values)
    assert "without signing in" in answer.content.decode()
    profile = models.Profile._base_manager.get(pk=filled.darius["profile"].pk)
    assert not profile.shown_in_public
    assert client.post(address, values | {"checked": "yes"}).status_code == 302
    profile.refresh_from_db()
    assert profile.shown_in_public


def test_the_coordinator_keeps_a_profile_but_cannot_show_it_in_public(
    cast, filled, as_
):
    client = as_(cast.rasa)
    address = page("profile", cast.organisation(cast.darius).key)
    text = client.get(address).content.decode()
    assert 'name="shown_in_public"' not in text
    values = {"summary": "By the office", "shown_in_public": "on"} | hidden(text)
    assert client.post(address, values).status_code == 302
    profile = models.Profile._base_manager.get(pk=filled.darius["profile"].pk)
    assert (profile.summary, profile.shown_in_public) == ("By the office", False)


def test_removing_asks_first_and_says_what_goes_with_it(cast, filled, ona):
    press = filled.ona["resource"]
    address = page("remove_row", key_of(cast), "resources", press.key)
    text = ona.get(address).content.decode()
    assert "Its rate, shifts, closures and booked hours go with it." in text
    assert Resource._base_manager.filter(pk=press.pk).exists()
    assert ona.post(address, hidden(text)).status_code == 302
    assert not Resource._base_manager.filter(pk=press.pk).exists()


def test_what_is_still_used_is_not_removed(cast, filled, ona):
    site = filled.ona["site"]
    address = page("remove_row", key_of(cast), "sites", site.key)
    answer = ona.post(address, hidden(ona.get(address).content.decode()))
    assert "is still used by" in answer.content.decode()
    assert models.Site._base_manager.filter(pk=site.pk).exists()


def test_what_somebody_else_changed_is_not_removed_unseen(cast, filled, ona):
    press = filled.ona["resource"]
    address = page("remove_row", key_of(cast), "resources", press.key)
    seen = hidden(ona.get(address).content.decode())
    resources.edit_resource(press, by=cast.viewer(cast.petras), maker="Engel")
    assert ona.post(address, seen).status_code == 200
    assert Resource._base_manager.filter(pk=press.pk).exists()


def test_the_size_class_is_withdrawn_and_published_again(cast, filled, ona):
    pages = kept_by(cast, cast.ona, filled)
    member = page("member", key_of(cast))
    text = ona.get(pages["withdraw_size"]).content.decode()
    assert ona.post(pages["withdraw_size"], hidden(text)).status_code == 302
    assert "Medium-sized enterprise" not in ona.get(member).content.decode()
    text = ona.get(pages["publish_size"]).content.decode()
    assert "2003/361/EC" in text
    assert ona.post(pages["publish_size"], hidden(text)).status_code == 302
    assert "Medium-sized enterprise" in ona.get(member).content.decode()


def test_the_coordinator_sets_a_fee_and_notes_that_it_was_paid(cast, filled, as_):
    client = as_(cast.rasa)
    key = cast.organisation(cast.milda).key
    values = {"year": 2026, "amount_cents": "600", "due_on": "2026-03-31"}
    assert client.post(page("add_row", key, "fees"), values).status_code == 302
    fee = models.MembershipFee._base_manager.get(organisation__key=key)
    values |= {"paid_on": "2026-03-01", "version": fee.version}
    assert (
        client.post(page("edit_row", key, "fees", fee.key), values).status_code == 302
    )
    fee.refresh_from_db()
    assert (fee.amount_cents, fee.paid_on) == (60_000, date(2026, 3, 1))


def test_nobody_changes_what_is_not_theirs(cast, filled, as_):
    kinds = sent(filled)
    for name, refused in (("competitor", 404), ("coordinator", 403), ("public", 302)):
        client = as_(cast.everybody[name])
        for kind in ("resources", "hours"):
            answer = client.post(page("add_row", key_of(cast), kind), kinds[kind][0])
            assert (name, kind, answer.status_code) == (name, kind, refused)
    press = filled.ona["resource"]
    for name, refused in (("competitor", 404), ("coordinator", 403)):
        client = as_(cast.everybody[name])
        address = page("remove_row", key_of(cast), "resources", press.key)
        assert client.post(address).status_code == refused
    assert Resource._base_manager.filter(pk=press.pk).exists()


def test_an_invited_company_prepares_its_records(cast, filled, as_):
    client = as_(cast.jonas)
    key = cast.organisation(cast.jonas).key
    values = {"name": "Works", "town": "Utena", "country": "LT"}
    assert client.post(page("add_row", key, "sites"), values).status_code == 302
    text = client.get(page("company", key)).content.decode()
    assert "until both have agreed" in text
    assert client.get(page("add_row", key, "resources")).status_code == 200
