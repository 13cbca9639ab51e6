"""What the large cluster is asked for: the demo's opportunities, again and again."""

from collections.abc import Iterator
from datetime import timedelta
from random import Random
from typing import Any

from benchmarks.hub.cluster import opportunity_key
from django.utils import timezone

from grandis.hub.core.enums import Role
from grandis.hub.core.models import Organisation
from grandis.hub.core.models.base import ALPHABET
from grandis.hub.core.viewer import Viewer
from grandis.hub.demo.opportunities import call_offs_of, part_of
from grandis.hub.demo.tables import Line, lines
from grandis.hub.market.domain.opportunities import record
from grandis.hub.market.domain.parts import normal
from grandis.hub.market.enums import ENDED, Source, State
from grandis.hub.market.models import CallOff, Opportunity, Part

CUSTOMERS, YEARS = 50, 2
#: Every twentieth is a product idea of a member.
IDEAS = 20


def bring_in(
    number: int, office: Viewer, members: list[Viewer], customers: list[Organisation]
) -> None:
    """Store so many opportunities of two years with parts and deliveries."""
    dice = Random(number)
    told = [
        _told(n, line, dice, office, members, customers)
        for n in range(number)
        for line in [dice.choice(_lines())]
    ]
    Opportunity._base_manager.bulk_create(each for each, _, _ in told)
    Part._base_manager.bulk_create(
        Part(
            opportunity=each,
            key=_key(dice),
            values=normal(part_of(line), each.title),
        )
        for each, line, _ in told
    )
    CallOff._base_manager.bulk_create(
        CallOff(opportunity=each, key=_key(dice), **call_off)
        for each, line, _ in told
        for call_off in call_offs_of(line, each.created_at.date())
    )
    for each, _, by in told:
        record(each, "entered", by)


def _lines() -> list[Line]:
    kept = {State.UNCONFIRMED, "idea"}
    return [line for line in lines("opportunities") if line["state"] not in kept]


def _key(dice: Random) -> str:
    return "".join(dice.choices(ALPHABET, k=12))


def _told(
    number: int,
    line: Line,
    dice: Random,
    office: Viewer,
    members: list[Viewer],
    customers: list[Organisation],
) -> tuple[Opportunity, Line, Viewer]:
    """An opportunity that is not stored yet, its line and who brings it in."""
    is_idea = number % IDEAS == 0
    by = dice.choice(members) if is_idea else office
    asked = timezone.now() - timedelta(hours=dice.uniform(0, YEARS * 365 * 24))
    assert by.cluster
    assert by.organisation
    opportunity = Opportunity(
        cluster=by.cluster,
        issuer=by.organisation,
        customer=None if is_idea else dice.choice(customers),
        key=opportunity_key(number),
        enquiry=_key(dice),
        title=f"{line['title']} {number}",
        source=Source.IDEA if is_idea else Source.CUSTOMER,
        state=State(line["state"]),
        ending=line["ending"],
        country=line["country"],
        language=line["language"],
        currency=line["currency"],
        created_at=asked,
        **dict(_times(State(line["state"]), asked, dice)),
    )
    return opportunity, line, by


def _times(state: State, asked: Any, dice: Random) -> Iterator[tuple[str, Any]]:
    if state == State.DRAFT:
        return
    yield "received_at", asked
    quoted = asked + timedelta(hours=dice.uniform(0.1, 30))
    if state in {State.QUOTED, State.WON, State.LOST}:
        yield "quoted_at", quoted
    if state in ENDED:
        yield "ended_at", quoted + timedelta(days=dice.uniform(1, 40))


def customers_of(cluster: Any) -> list[Organisation]:
    """The customers, confirmed by both sides."""
    now = timezone.now()
    return list(
        Organisation.objects.bulk_create(
            Organisation(
                cluster=cluster,
                role=Role.CUSTOMER,
                name=f"Customer {n}",
                registration_number=f"{700_000_000 + n}",
                cluster_agreed_at=now,
                organisation_agreed_at=now,
            )
            for n in range(CUSTOMERS)
        )
    )
