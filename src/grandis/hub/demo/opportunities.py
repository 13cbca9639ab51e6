"""Two years of opportunities in all states, each lived through by the verbs.

The table tells of each what was asked and what became of it. Only when that was is
set afterwards: a verb happens now.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, NamedTuple

from django.utils import timezone

from grandis.hub.core.viewer import Viewer
from grandis.hub.demo.people import email_of
from grandis.hub.demo.tables import Line, lines
from grandis.hub.market.domain import opportunities, tracking
from grandis.hub.market.enums import Source, State
from grandis.hub.market.models import Opportunity

#: Members with product ideas, by the state of the idea.
IDEAS = {"draft": "K", "idea": "C"}
#: How much later than it is due a delivery is still taken.
GRACE = timedelta(days=21)
MORNING = time(7, 30)
#: Columns of numbers that every part has, and those that some have.
SIZES = ("length", "width", "height", "wall", "mass")
MORE_NUMBERS = frozenset(
    {"projected_area", "thickest_wall", "container", "tolerance", "tolerance_size"}
    | {"secondary_minutes", "target_price"}
)
LISTS = frozenset({"certificates", "secondary"})


class People(NamedTuple):
    """Who brings opportunities in: members by code, customers by name."""

    coordinator: Viewer
    members: dict[str, Viewer]
    customers: dict[str, Viewer]

    @property
    def public(self) -> Viewer:
        """Somebody on the cluster's page."""
        assert self.coordinator.cluster is not None
        return Viewer.public(self.coordinator.cluster)


class Asked(NamedTuple):
    """An opportunity that was brought in, with its line and who asked for it."""

    opportunity: Opportunity
    line: Line
    asker: Viewer


def bring_in(people: People, today: date) -> Iterator[Asked]:
    """Bring in the opportunities of the table, the oldest first."""
    for line in sorted(lines("opportunities"), key=lambda each: -int(each["days_ago"])):
        state = line["state"]
        if state in IDEAS:
            yield _idea(people.members[IDEAS[state]], line, today)
        elif line["customer"]:
            yield _of_customer(people.customers[line["customer"]], line, today)
        else:
            yield _of_visitor(people, line, today)


def _idea(member: Viewer, line: Line, today: date) -> Asked:
    opportunity = _enter(member, Source.IDEA, line, today)
    if line["state"] == "idea":
        opportunities.receive(opportunity, by=member)
    return Asked(opportunity, line, member)


def _of_customer(customer: Viewer, line: Line, today: date) -> Asked:
    return Asked(_enter(customer, Source.CUSTOMER, line, today), line, customer)


def _of_visitor(people: People, line: Line, today: date) -> Asked:
    """From the form on the public page, confirmed by the link that is mailed."""
    name = line["asked_by"]
    who = {"name": name, "email": email_of(name), "language": line["language"]}
    opportunity = _enter(people.public, Source.FORM, line, today, enquirer=who)
    link = tracking.make_link(opportunity, confirmed=False)
    secret = link.rstrip("/").rpartition("/")[2]
    if line["state"] != State.UNCONFIRMED:
        opportunity = tracking.confirm(secret)
    found = tracking.viewer_for(secret)
    assert found is not None
    return Asked(opportunity, line, found[0])


def _enter(
    by: Viewer, source: Source, line: Line, today: date, **more: Any
) -> Opportunity:
    assert by.cluster is not None
    return opportunities.enter(
        by.cluster,
        by=by,
        source=source,
        title=line["title"],
        part=part_of(line),
        call_offs=call_offs_of(line, received_on(line, today)),
        country=line["country"],
        language=line["language"],
        currency=line["currency"],
        incoterm=line["incoterm"],
        incoterm_place=line["place"],
        **more,
    )


def received_on(line: Line, today: date) -> date:
    """The day on which a line's opportunity came in."""
    return today - timedelta(days=int(line["days_ago"]))


def part_of(line: Line) -> dict[str, Any]:
    """The values of a line's part, in the units of `grandis.processes`."""
    return {
        "material": line["material"],
        "shape": line["shape"],
        "yearly_volume": int(line["yearly"]),
        "lot_size": int(line["lot"]),
        "years": int(line["years"]),
        **{name: float(line[name]) for name in SIZES},
        **dict(_more(line)),
    }


def _more(line: Line) -> Iterator[tuple[str, Any]]:
    for each in filter(None, line["more"].split(";")):
        name, _, value = each.partition("=")
        if name in MORE_NUMBERS:
            yield name, float(value)
        elif name in LISTS:
            yield name, [value]
        else:
            yield name, value == "yes" if value in {"yes", "no"} else value


def call_offs_of(line: Line, received: date) -> list[dict[str, Any]]:
    """The deliveries that a line asks for."""
    first, every = (float(line[name]) for name in ("first_weeks", "every_weeks"))
    days = [
        received + timedelta(days=round(7 * (first + number * every)))
        for number in range(int(line["batches"]))
    ]
    lot = int(line["lot"])
    return [{"due": day, "latest": day + GRACE, "quantity": lot} for day in days]


def decide(asked: Asked, coordinator: Viewer) -> None:
    """Let happen what the table says: quoted by hand, won, lost or declined."""
    opportunity, line, _ = asked
    if line["state"] in {"quoted", "won", "lost"}:
        opportunities.mark_quoted(opportunity, by=coordinator)
    if line["state"] in {"won", "lost", "declined"}:
        opportunities.end(
            opportunity,
            by=coordinator,
            state=State(line["state"]),
            ending=line["ending"],
            note=line["note"],
        )


def date_back(asked: Asked, today: date) -> None:
    """Set when it all was, as the table says."""
    told = times_of(asked.line, today)
    told["updated_at"] = max(told.values())
    Opportunity.objects.filter(pk=asked.opportunity.pk).update(**told)


def times_of(line: Line, today: date) -> dict[str, datetime]:
    """When a line's opportunity came in, in a morning, and when more happened."""
    day = received_on(line, today)
    received = min(datetime.combine(day, MORNING, UTC), timezone.now())
    told = {"created_at": received}
    if line["state"] not in {"draft", "unconfirmed"}:
        told["received_at"] = received
    if line["answered_hours"] and line["state"] != "declined":
        told["quoted_at"] = received + timedelta(hours=float(line["answered_hours"]))
    if line["ended_days"]:
        told["ended_at"] = received + timedelta(days=int(line["ended_days"]))
    return told
