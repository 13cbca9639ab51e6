"""Two competitors that together can make a cap, and a customer who asks for it.

Kamštūna has presses and packs; Detalinga has a press and makes moulds. Both have
rates, loads and closures that nobody else may learn of.
"""

from dataclasses import dataclass
from datetime import time, timedelta

from django.utils import timezone
from tests.cast import Cast

from grandis.hub.chains.domain import quotations
from grandis.hub.chains.domain.computing import Computed, compute
from grandis.hub.chains.enums import Alone
from grandis.hub.chains.models import Quotation
from grandis.hub.core.models import Person
from grandis.hub.market.domain import opportunities
from grandis.hub.market.enums import Source
from grandis.hub.market.models import Opportunity
from grandis.hub.members.domain import calendars, resources
from grandis.hub.members.enums import Process, ResourceKind
from grandis.hub.members.models import Resource

CAP = {
    "name": "cap",
    "material": "pp-homo",
    "shape": "open",
    "length": 30,
    "width": 30,
    "height": 18,
    "wall": 1.2,
    "mass": 3.1,
    "yearly_volume": 400_000,
    "lot_size": 100_000,
}
PRESS = {
    "clamp": 1500.0,
    "shot": 250.0,
    "tie_bar_long": 500.0,
    "tie_bar_short": 470.0,
    "mould_low": 150.0,
    "mould_high": 500.0,
    "opening": 600.0,
    "thin_wall": 0.8,
}
#: What was computed, by the members' keys: they are the same in every test.
COMPUTED: dict[tuple[str, ...], Computed] = {}


@dataclass
class Works:
    """The resources of both, by a name each."""

    ona: dict[str, Resource]
    darius: dict[str, Resource]


def equip(cast: Cast) -> Works:
    """Give both competitors what they work with."""
    return Works(
        ona=_resources(
            cast, cast.ona, press=Process.INJECTION_MOULDING, packing=Process.PACKING
        ),
        darius=_resources(
            cast,
            cast.darius,
            press=Process.INJECTION_MOULDING,
            tools=Process.MOULD_MAKING,
            design=Process.PART_DESIGN,
        ),
    )


def _resources(cast: Cast, owner: Person, **processes: Process) -> dict[str, Resource]:
    by, organisation = cast.viewer(owner), cast.organisation(owner)
    site = resources.add_site(organisation, by=by, name="Works", town="Kaunas")
    calendars.add_shift(
        site, by=by, weekdays=[0, 1, 2, 3, 4], start=time(6), end=time(22)
    )
    made = {}
    today = timezone.localdate()
    for name, process in processes.items():
        row = resources.add_resource(
            site,
            by=by,
            name=f"{name} of {owner.name}",
            process=process,
            kind=ResourceKind.MACHINE,
            limits=PRESS if process == Process.INJECTION_MOULDING else {},
            published=name == "press",
        )
        resources.set_rate(row, by=by, hourly_cents=4_321)
        calendars.add_load(
            row,
            by=by,
            first_day=today,
            last_day=today + timedelta(days=20),
            hours=37,
        )
        made[name] = row
    return made


def ask(cast: Cast, **more: object) -> Opportunity:
    """A customer with an account asks for caps through the coordinator."""
    values = {
        "title": "Cap 28 mm",
        "part": CAP,
        "source": Source.COORDINATOR,
        "customer": cast.organisation(cast.carl),
        "language": "en",
    }
    return opportunities.enter(cast.cluster, by=cast.viewer(cast.rasa), **values | more)


def draft(cast: Cast, opportunity: Opportunity) -> Quotation:
    """A quotation of caps; the numbers are computed once, they hold for every test."""
    rasa = cast.viewer(cast.rasa)
    members = tuple(cast.organisation(each).key for each in (cast.ona, cast.darius))
    if members not in COMPUTED:
        COMPUTED[members] = compute(opportunity, by=rasa)
    return quotations.store(opportunity, by=rasa, computed=COMPUTED[members])


def sent(cast: Cast, quotation: Quotation) -> Quotation:
    """The offer is out, with its document."""
    rasa = cast.viewer(cast.rasa)
    said = {
        cast.organisation(each).key: quotations.AloneSaid(Alone.NO, "It lacks steps.")
        for each in (cast.ona, cast.darius)
    }
    quotations.answer_alone(quotation, by=rasa, said=said)
    return quotations.send(quotation, by=rasa)
