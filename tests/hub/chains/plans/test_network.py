"""The network of the bridge: hours, bookings, rates and roads from rows."""

from datetime import date, time

import msgspec
import pytest

from grandis.delivering import planning_problem
from grandis.hub.chains.bridge.network import network_of
from grandis.hub.members.domain import calendars, certificates, resources
from grandis.hub.members.enums import Process, ResourceKind
from grandis.planning.worktime import worktimes

#: A Monday; the clock moves to summer time on 28 March 2027.
TODAY = date(2027, 3, 1)


@pytest.fixture
def press(cast):
    """A press of Kamštūna that works 8 to 16 on workdays."""
    by = cast.viewer(cast.ona)
    site = resources.add_site(
        by.organisation, by=by, name="Works", town="Kaunas", latitude=54.9, longitude=24
    )
    calendars.add_shift(
        site, by=by, weekdays=[0, 1, 2, 3, 4], start=time(8), end=time(16)
    )
    return resources.add_resource(
        site, by=by, name="Press", process=Process.INJECTION_MOULDING
    )


def planned(cast, today=TODAY):
    """The planning problem, and each resource of it by its key."""
    problem = planning_problem(network_of(cast.cluster, today), "hub")
    return problem, problem.resource


def booked_ticks(resource):
    return sum((load.end - load.start) * load.amount for load in resource.load)


def test_it_works_by_the_clock_on_the_wall(cast, press):
    problem, _ = planned(cast)
    (calendar,) = problem.calendars
    opened = [problem.grid.time(start) for start, _ in calendar.open]
    winter = next(t for t in opened if t.date() == date(2027, 3, 26))
    summer = next(t for t in opened if t.date() == date(2027, 3, 30))
    assert (winter.hour, summer.hour) == (6, 5)


def test_it_rests_on_holidays_of_the_sites_country(cast, press):
    problem, _ = planned(cast)
    days = {problem.grid.time(start).date() for start, _ in problem.calendars[0].open}
    assert date(2027, 3, 11) not in days  # independence restored
    assert date(2027, 3, 12) in days


def test_a_resource_with_shifts_of_its_own_does_not_follow_its_site(cast, press):
    calendars.add_shift(
        press, by=cast.viewer(cast.ona), weekdays=[6], start=time(8), end=time(16)
    )
    problem, _ = planned(cast)
    days = {
        problem.grid.time(start).weekday() for start, _ in problem.calendars[0].open
    }
    assert days == {6}


def test_a_booking_takes_its_hours_in_a_block_of_each_fortnight(cast, press):
    calendars.add_load(
        press,
        by=cast.viewer(cast.ona),
        first_day=date(2027, 3, 15),
        last_day=date(2027, 4, 11),
        hours=72,
    )
    problem, found = planned(cast)
    resource = found[press.key]
    hours = worktimes(problem)[press.key]
    assert booked_ticks(resource) == 72
    assert all(hours.is_open(t) for load in resource.load for t in (load.start,))
    first, second = (
        sorted({problem.grid.time(load.start).date() for load in resource.load})[n]
        for n in (0, 5)
    )
    assert first == date(2027, 3, 15)
    assert second == date(2027, 3, 30)  # the day after Easter Monday


def test_the_part_of_a_booking_that_lies_in_the_past_is_over(cast, press):
    calendars.add_load(
        press,
        by=cast.viewer(cast.ona),
        first_day=date(2027, 2, 15),
        last_day=date(2027, 3, 14),
        hours=80,
    )
    _, found = planned(cast)
    # each fortnight has nine days that are no holidays, so half of the hours
    assert booked_ticks(found[press.key]) == 40


def test_bookings_never_ask_for_more_than_there_is(cast, press):
    for _ in range(3):
        calendars.add_load(
            press,
            by=cast.viewer(cast.ona),
            first_day=date(2027, 3, 15),
            last_day=date(2027, 3, 19),
            hours=30,
        )
    _, found = planned(cast)
    assert booked_ticks(found[press.key]) == 40  # five days of eight hours


def test_crews_of_a_team_are_booked_side_by_side(cast, press):
    by = cast.viewer(cast.ona)
    team = resources.add_resource(
        press.site,
        by=by,
        name="Packers",
        kind=ResourceKind.TEAM,
        process=Process.PACKING,
        capacity=3,
    )
    calendars.add_load(
        team, by=by, first_day=date(2027, 3, 15), last_day=date(2027, 3, 19), hours=100
    )
    _, found = planned(cast)
    assert booked_ticks(found[team.key]) == 100
    assert {load.amount for load in found[team.key].load} == {2, 3}


def test_a_machine_that_is_closed_throughout_is_left_out(cast, press):
    calendars.add_closure(
        press,
        by=cast.viewer(cast.ona),
        first_day=date(2027, 2, 1),
        last_day=date(2028, 2, 1),
    )
    network = network_of(cast.cluster, TODAY)
    assert network.machines == ()
    assert not network.problem["resources"]


def test_a_rate_is_there_only_with_its_owners_consent(cast, press):
    by = cast.viewer(cast.ona)
    resources.set_rate(press, by=by, hourly_cents=4321)
    assert b"43.21" not in msgspec.json.encode(network_of(cast.cluster, TODAY))
    resources.set_rate(press, by=by, hourly_cents=4321, consent=True)
    (machine,) = network_of(cast.cluster, TODAY).machines
    assert (machine.rate, machine.rate_consent) == (43.21, True)


def test_certificates_count_when_they_cover_all_sites(cast, press):
    by = cast.viewer(cast.ona)
    told = {"issuer": "Certifier", "issued_on": date(2026, 1, 1)}
    other = resources.add_site(by.organisation, by=by, name="Other", town="Vilnius")
    certificates.add_certificate(
        by.organisation, by=by, standard="ISO 9001:2015", **told
    )
    certificates.add_certificate(
        by.organisation, by=by, standard="ISO 13485", site=other, **told
    )
    certificates.add_certificate(
        by.organisation,
        by=by,
        standard="ISO 14001",
        issuer="Certifier",
        issued_on=date(2025, 1, 1),
        expires_on=date(2026, 12, 31),
    )
    facts = network_of(cast.cluster, TODAY).facts(by.organisation.key)
    assert facts.certificates == ("ISO 9001",)


def test_the_way_between_sites_follows_the_map(cast, press):
    by = cast.viewer(cast.darius)
    near, far = (
        resources.add_site(
            by.organisation, by=by, name=name, town=name, latitude=lat, longitude=24
        )
        for name, lat in (("Near", 55.0), ("Far", 57.0))
    )
    problem, _ = planned(cast)
    here = press.site.key
    short, long = problem.link[here, near.key], problem.link[here, far.key]
    assert short.duration < long.duration
    assert short.cost < long.cost


def test_nobody_who_is_not_a_member_is_in_it(cast, press):
    names = {facts.name for facts in network_of(cast.cluster, TODAY).members}
    assert names == {"UAB Kamštūna", "UAB Detalinga", "Polymer Institute"}
