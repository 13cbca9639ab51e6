"""Planted values never stand on a page of somebody who may not see them."""

from datetime import date

from tests.hub.members.pages.addresses import OPEN, kept_by, page

from grandis.hub.members.domain import (
    calendars,
    figures,
    membership,
    profiles,
    resources,
)
from grandis.hub.members.enums import Activity, Process

COMPANY = {"member", "production"}
INSIDE = {"coordinator", "competitor", "research", *COMPANY}
#: What is planted at Kamštūna, and who may read it anywhere.
CANARIES = {
    "canary-machine": COMPANY,
    "canary-load": COMPANY,
    "canary-closure": COMPANY,
    "canary-holding": {"member"},
    "canary-hours": {*COMPANY, "coordinator"},
    "canary-contact": INSIDE,
    "canary-newcomer": {"coordinator", "invited"},
    "87.65 EUR": COMPANY,
    "4 321 987.65": {"member"},
    "765.43 EUR": {"member", "coordinator"},
}


def plant(cast, filled):
    by, rasa = cast.viewer(cast.ona), cast.viewer(cast.rasa)
    ona = cast.organisation(cast.ona)
    machine = resources.add_resource(
        filled.ona["site"],
        by=by,
        name="canary-machine",
        process=Process.EXTRUSION,
        limits={"output": 4711.0},
    )
    days = {"first_day": date(2027, 3, 1), "last_day": date(2027, 3, 7)}
    calendars.add_load(machine, by=by, hours=20, note="canary-load", **days)
    calendars.add_closure(machine, by=by, reason="canary-closure", **days)
    year = figures.add_figures(
        ona, by=by, year=2024, headcount=181, turnover_cents=432_198_765
    )
    figures.add_linked_company(
        year,
        by=by,
        name="canary-holding",
        share_permille=100,
        headcount=1,
        turnover_cents=1,
    )
    resources.set_rate(machine, by=by, hourly_cents=87_65)
    membership.log_hours(
        ona,
        by=by,
        day=date(2026, 5, 6),
        minutes=60,
        activity=Activity.TRAINING,
        note="canary-hours",
    )
    membership.set_fee(
        ona, by=rasa, year=2025, amount_cents=76_543, due_on=date(2025, 3, 31)
    )
    profiles.add_contact(ona, by=by, name="canary-contact")
    profiles.add_product(cast.organisation(cast.jonas), by=rasa, name="canary-newcomer")


def everything(cast, filled, client, name):
    """The text of each page that a role can open, by its address."""
    addresses = {page(view) + query for view, query in OPEN}
    addresses |= {page("find") + f"?text={canary}" for canary in CANARIES}
    addresses |= {page("find") + "?process=extrusion", page("hours"), page("fees")}
    addresses |= {page("fees") + "?year=2025", "/c/plastics/", "/c/plastics/journal/"}
    addresses |= set(kept_by(cast, cast.ona, filled).values())
    for person in (cast.ona, cast.darius, cast.milda, cast.jonas):
        key = cast.organisation(person).key
        addresses |= {page("member", key), page("machines", key)}
        addresses |= {page("company", key), page("rows", key, "products")}
    for address in sorted(addresses):
        answer = client.get(address)
        assert answer.status_code < 500, (name, address)
        text = answer.content.decode().replace("\u00a0", " ")
        if "?text=" in address:  # the box repeats what was asked for
            text = text.partition('id="hits"')[2]
        yield address, text


def test_confidential_values_stay_with_those_who_may_see_them(cast, filled, as_):
    plant(cast, filled)
    read = {canary: set() for canary in CANARIES}
    for name, person in cast.everybody.items():
        for _address, text in everything(cast, filled, as_(person), name):
            for canary in CANARIES:
                if canary in text:
                    read[canary].add(name)
    assert read == CANARIES
