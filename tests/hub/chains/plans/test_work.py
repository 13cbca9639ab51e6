"""What a member sees of published plans: its own work, and what is next to it."""

import json
from io import BytesIO

import pytest
from django.urls import reverse
from icalendar import Calendar
from openpyxl import load_workbook

from grandis.hub.chains.domain import plans
from grandis.hub.chains.models import CalendarFeed, HandOver, Work
from grandis.hub.core.domain import people
from grandis.hub.core.enums import Duty
from grandis.hub.core.visibility import see


@pytest.fixture
def published(planned):
    plans.publish(planned.plan, by=planned.rasa)
    return planned


@pytest.fixture
def worker(published):
    """The member that has work, and its competitor."""
    member = Work.objects.filter(plan=published.plan).first().member
    cast = published.cast
    both = (cast.ona, cast.darius)
    mine = next(p for p in both if cast.organisation(p).pk == member.pk)
    return mine, next(p for p in both if p != mine)


def url(page, *more):
    return reverse(f"chains:{page}", args=["plastics", *more])


def test_before_it_is_published_nobody_sees_work(planned, as_):
    for person in (planned.cast.ona, planned.cast.darius):
        assert "No work is planned" in as_(person).get(url("work")).content.decode()


def test_a_member_sees_its_own_steps_and_not_whose_part_it_is(published, worker, as_):
    page = as_(worker[0]).get(url("work")).content.decode()
    member = published.cast.organisation(worker[0])
    mine = Work.objects.filter(plan=published.plan, member=member)
    for work in mine:
        assert work.resource in page
    assert "pieces of" in page
    assert "for Carl" not in page
    assert len(page) < 100_000


def test_a_competitor_sees_only_what_goes_to_it(published, worker, as_):
    other = published.cast.organisation(worker[1])
    theirs = Work.objects.filter(plan=published.plan).exclude(member=other)
    page = as_(worker[1]).get(url("work")).content.decode()
    for work in theirs:
        assert work.resource not in page
    seen = see(published.cast.viewer(worker[1]), HandOver)
    assert all(other.pk in (each.giver_id, each.taker_id) for each in seen)


def test_accounts_see_no_work(published, worker, as_):
    owner = published.cast.viewer(worker[0])
    person = people.Person.objects.create_user("accounts@example.org", "x", name="Acc")
    people.appoint(person, owner.organisation, [Duty.ACCOUNTS])
    assert "No work is planned" in as_(person).get(url("work")).content.decode()


def test_the_own_work_leaves_as_files(published, worker, as_):
    client = as_(worker[0])
    rows = json.loads(client.get(url("work_file", "json")).content)["work"]
    sheet = load_workbook(BytesIO(client.get(url("work_file", "xlsx")).content)).active
    assert len(rows) == sheet.max_row - 1 > 0
    assert client.get(url("work_file", "exe")).status_code == 404


def test_withdrawn_work_is_seen_no_more(published, worker, as_):
    plans.withdraw(published.plan, by=published.rasa)
    assert "No work is planned" in as_(worker[0]).get(url("work")).content.decode()


def test_a_calendar_program_reads_the_own_dates_until_revoked(published, worker, as_):
    client = as_(worker[0])
    client.post(url("work_feed"), {})
    page = client.get(url("work_feed")).content.decode()
    address = page.split("<code>")[1].split("</code>")[0]
    assert "<code>" not in client.get(url("work_feed")).content.decode()
    path = address[address.index("/c/") :]
    calendar = Calendar.from_ical(as_(None).get(path).content)
    events = [str(e["summary"]) for e in calendar.walk("VEVENT")]
    member = published.cast.organisation(worker[0])
    works = Work.objects.filter(plan=published.plan, member=member)
    assert len(events) >= works.count() > 0
    assert "for Carl" not in " ".join(events)
    feed = CalendarFeed.objects.get()
    assert feed.secret_hash not in path
    client.post(url("revoke_feed", feed.key), {})
    assert as_(None).get(path).status_code == 404


def test_nobody_else_revokes_an_address(published, worker, as_):
    as_(worker[0]).post(url("work_feed"), {})
    feed = CalendarFeed.objects.get()
    assert as_(worker[1]).post(url("revoke_feed", feed.key), {}).status_code == 404
    feed.refresh_from_db()
    assert feed.revoked_at is None


def test_an_address_dies_with_the_appointment(published, worker, as_):
    client = as_(worker[0])
    client.post(url("work_feed"), {})
    page = client.get(url("work_feed")).content.decode()
    address = page.split("<code>")[1].split("</code>")[0]
    worker[0].appointments.update(ended_at="2026-01-01T00:00Z")
    assert as_(None).get(address[address.index("/c/") :]).status_code == 404
