"""Rows are added, changed and removed with a journal entry, or not at all."""

from datetime import date, time

import pytest

from grandis.hub.core.enums import Audience
from grandis.hub.core.errors import Broken, Conflict, Refused
from grandis.hub.core.models import JournalEntry
from grandis.hub.members.domain import (
    calendars,
    certificates,
    membership,
    profiles,
    resources,
    rows,
)
from grandis.hub.members.enums import Process, ResourceKind, Stage
from grandis.hub.members.models import (
    Certificate,
    Closure,
    Load,
    Profile,
    Resource,
    ResourceRate,
    SearchEntry,
    Shift,
    Site,
)


def last_entry() -> JournalEntry:
    return JournalEntry.objects.first()


def test_a_profile_is_written_once_and_then_changed(cast):
    ona, organisation = cast.viewer(cast.ona), cast.organisation(cast.ona)
    first = profiles.edit_profile(organisation, by=ona, town="Kaunas")
    assert last_entry().kind == "profile.added"
    again = profiles.edit_profile(organisation, by=ona, version=1, town="Kėdainiai")
    assert again.pk == first.pk
    assert (last_entry().kind, last_entry().body["fields"]) == (
        "profile.changed",
        ["town"],
    )
    assert Profile.objects.get().town == "Kėdainiai"


def test_the_second_of_two_editors_is_told(cast, filled):
    press = filled.ona["resource"]
    resources.edit_resource(press, by=cast.viewer(cast.petras), version=1, maker="A")
    with pytest.raises(Conflict) as conflict:
        resources.edit_resource(press, by=cast.viewer(cast.ona), version=1, maker="B")
    assert conflict.value.current.maker == "A"
    assert conflict.value.wanted == {"maker": "B"}
    assert Resource.objects.get(pk=press.pk).maker == "A"


def test_nobody_removes_what_somebody_has_changed(cast, filled):
    product = filled.ona["product"]
    ona = cast.viewer(cast.ona)
    profiles.edit_product(product, by=ona, version=1, name="Screw cap")
    with pytest.raises(Conflict):
        profiles.remove_product(product, by=ona, version=1)
    profiles.remove_product(product, by=ona, version=2)
    assert not type(product).objects.filter(key=product.key).exists()
    assert last_entry().kind == "product.removed"


def test_removing_twice_does_it_once(cast, filled):
    product, ona = filled.ona["product"], cast.viewer(cast.ona)
    profiles.remove_product(product, by=ona)
    size = JournalEntry.objects.count()
    profiles.remove_product(product, by=ona)
    assert JournalEntry.objects.count() == size


def test_an_edit_without_a_change_writes_nothing(cast, filled):
    size = JournalEntry.objects.count()
    profiles.edit_product(
        filled.ona["product"], by=cast.viewer(cast.ona), version=1, name="Dosing cap"
    )
    assert JournalEntry.objects.count() == size


def test_a_refused_change_leaves_no_trace(cast, filled):
    size = JournalEntry.objects.count()
    with pytest.raises(Refused):
        profiles.edit_product(
            filled.ona["product"], by=cast.viewer(cast.darius), name="Stolen"
        )
    assert JournalEntry.objects.count() == size
    assert type(filled.ona["product"]).objects.get(key=filled.ona["product"].key)


def test_a_broken_rule_names_the_field(cast, filled):
    with pytest.raises(Broken) as broken:
        resources.edit_resource(
            filled.ona["resource"], by=cast.viewer(cast.ona), limits={"depth": 5.0}
        )
    assert broken.value.field == "limits"


@pytest.mark.parametrize("field", sorted(rows.FIXED - {"version"}))
def test_what_is_fixed_cannot_be_passed(cast, filled, field):
    with pytest.raises(TypeError, match=field):
        profiles.edit_product(
            filled.ona["product"], by=cast.viewer(cast.ona), **{field: 1}
        )


def test_parts_of_others_cannot_be_used(cast, filled):
    petras = cast.viewer(cast.petras)
    with pytest.raises(Broken) as broken:
        resources.edit_resource(
            filled.ona["resource"], by=petras, site=filled.darius["site"]
        )
    assert broken.value.field == "site"


def test_a_site_in_use_cannot_be_removed(cast, filled):
    ona, site = cast.viewer(cast.ona), filled.ona["site"]
    with pytest.raises(Broken, match=r"Press 200 t|Secret blower"):
        resources.remove_site(site, by=ona)
    assert Site.objects.filter(pk=site.pk).exists()
    for name in ("resource", "hidden resource"):
        resources.remove_resource(filled.ona[name], by=ona)
    resources.remove_site(site, by=ona)
    assert not Site.objects.filter(pk=site.pk).exists()


def test_a_resource_goes_with_its_rate_closures_and_loads(cast, filled):
    press = filled.ona["resource"]
    resources.remove_resource(press, by=cast.viewer(cast.petras))
    for model in (ResourceRate, Closure, Load):
        assert not model.objects.filter(resource=press.pk).exists()
    assert not SearchEntry.objects.filter(kind="resource", key=press.key).exists()


def test_a_resource_serves_the_usual_stage_of_its_process_or_another(cast, filled):
    site, petras = filled.ona["site"], cast.viewer(cast.petras)
    mill = resources.add_resource(
        site, by=petras, name="Mill", process=Process.CNC_MACHINING
    )
    assert mill.stage == Stage.TOOLING
    resources.edit_resource(mill, by=petras, stage=Stage.PROTOTYPING)
    assert Resource.objects.get(pk=mill.pk).stage == Stage.PROTOTYPING


def test_only_a_team_does_several_jobs_at_a_time(cast, filled):
    site, petras = filled.ona["site"], cast.viewer(cast.petras)
    with pytest.raises(Broken) as broken:
        resources.add_resource(
            site, by=petras, name="Fitters", process=Process.ASSEMBLY, capacity=3
        )
    assert broken.value.field == "capacity"
    team = resources.add_resource(
        site,
        by=petras,
        name="Fitters",
        kind=ResourceKind.TEAM,
        process=Process.ASSEMBLY,
        capacity=3,
    )
    assert team.capacity == 3


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("limits", None),
        ("limits", ["clamp"]),
        ("limits", {"clamp": -5}),
        ("assumed", 7),
        ("assumed", [{}]),
        ("assumed", ["depth"]),
        ("materials", "pp-homo"),
        ("materials", ["pp-homo"] * 101),
        ("process", "magic"),
        ("stage", "magic"),
        ("capacity", 0),
        ("capacity", None),
        ("built_year", 10**12),
        ("name", ""),
    ],
)
def test_what_no_resource_can_have_names_its_field(cast, filled, field, value):
    with pytest.raises(Broken) as broken:
        resources.edit_resource(
            filled.ona["resource"], by=cast.viewer(cast.ona), **{field: value}
        )
    assert broken.value.field == field


def test_two_resources_of_one_company_have_different_names(cast, filled):
    with pytest.raises(Broken):
        resources.add_resource(
            filled.ona["site"],
            by=cast.viewer(cast.ona),
            name="Press 200 t",
            process=Process.INJECTION_MOULDING,
        )


def test_only_research_members_have_offers(cast):
    with pytest.raises(Broken, match="research members"):
        profiles.add_offer(
            cast.organisation(cast.ona),
            by=cast.viewer(cast.ona),
            kind="test",
            title="A test",
        )


# --- statements, days and hours --------------------------------------------


def test_a_changed_certificate_is_stated_anew(cast, filled):
    certificate, ona = filled.ona["certificate"], cast.viewer(cast.ona)
    Certificate.objects.filter(pk=certificate.pk).update(stated_on=date(2024, 3, 2))
    certificate.refresh_from_db()
    certificates.edit_certificate(certificate, by=ona, scope="Moulding of caps")
    assert Certificate.objects.get(pk=certificate.pk).stated_on == date(2024, 3, 2)
    certificates.edit_certificate(certificate, by=ona, scope="Moulding")
    assert Certificate.objects.get(pk=certificate.pk).stated_on > date(2024, 3, 2)


def test_a_certificate_cannot_end_before_it_begins(cast, filled):
    with pytest.raises(Broken) as broken:
        certificates.edit_certificate(
            filled.ona["certificate"],
            by=cast.viewer(cast.ona),
            expires_on=date(2024, 3, 1),
        )
    assert broken.value.field == "expires_on"


@pytest.mark.parametrize(
    ("day", "status"),
    [
        (date(2024, 2, 29), "coming"),
        (date(2024, 3, 1), "valid"),
        (date(2024, 11, 30), "valid"),
        (date(2024, 12, 1), "expiring"),
        (date(2025, 3, 1), "expiring"),
        (date(2025, 3, 2), "expired"),
    ],
)
def test_a_certificate_has_a_status_on_every_day(day, status):
    certificate = Certificate(issued_on=date(2024, 3, 1), expires_on=date(2025, 3, 1))
    assert certificate.status_on(day) == status


def test_a_declaration_without_an_end_does_not_expire():
    declared = Certificate(issued_on=date(2014, 3, 1))
    assert declared.status_on(date(2099, 1, 1)) == "valid"


def test_a_load_fits_into_its_days(cast, filled):
    load, petras = filled.ona["load"], cast.viewer(cast.petras)
    calendars.edit_load(load, by=petras, hours=168)
    with pytest.raises(Broken) as broken:
        calendars.edit_load(load, by=petras, hours=169)
    assert broken.value.field == "hours"
    with pytest.raises(Broken) as broken:
        calendars.edit_load(load, by=petras, last_day=date(2027, 1, 3))
    assert broken.value.field == "last_day"


def test_a_shift_is_for_a_site_or_for_a_resource(cast, filled):
    shift, petras = filled.ona["shift"], cast.viewer(cast.petras)
    with pytest.raises(Broken) as broken:
        calendars.edit_shift(shift, by=petras, resource=filled.ona["resource"])
    assert broken.value.field == "site"
    calendars.edit_shift(shift, by=petras, site=None, resource=filled.ona["resource"])
    night = calendars.add_shift(
        filled.ona["resource"], by=petras, weekdays=[4], start=time(22), end=time(6)
    )
    assert set(Shift.objects.filter(resource=filled.ona["resource"])) == {shift, night}


def test_a_rate_is_set_once_and_then_changed(cast, filled):
    press, petras = filled.ona["resource"], cast.viewer(cast.petras)
    resources.set_rate(press, by=petras, hourly_cents=4300, version=1)
    assert last_entry().kind == "rate.changed"
    with pytest.raises(Conflict):
        resources.set_rate(press, by=petras, hourly_cents=4400, version=1)


def test_a_fee_is_owed_once_a_year_and_paid_on_a_day(cast, filled):
    rasa, organisation = cast.viewer(cast.rasa), cast.organisation(cast.ona)
    assert filled.ona["fee"].is_overdue
    with pytest.raises(Broken):
        membership.set_fee(
            organisation, by=rasa, year=2026, amount_cents=1, due_on=date(2026, 4, 1)
        )
    paid = membership.edit_fee(filled.ona["fee"], by=rasa, paid_on=date(2026, 4, 2))
    assert not paid.is_overdue
    assert last_entry().audience == Audience.COORDINATED
