"""What refused opportunities needed, from rows, for `grandis.processes.spotting`."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from grandis.hub.chains.bridge.network import network_of
from grandis.hub.chains.bridge.opportunities import MARGIN, euro_cents
from grandis.hub.chains.models import Quotation
from grandis.hub.core.models import Cluster
from grandis.hub.market.enums import Ending, State
from grandis.hub.market.models import Opportunity
from grandis.processes import Need, Network, Part, PartError, choose, need, read_part
from grandis.processes.names import PRODUCTION
from grandis.processes.spotting import Gap, Refused, Team, gaps, teams

#: Endings for which the customer, not the cluster, is the reason.
NOT_OURS = (Ending.STOPPED, Ending.UNSUITABLE, Ending.DUPLICATE)
#: Opportunities that are looked at, the newest first.
MOST = 100
#: The largest team, and that of a cluster of so many members that more would be slow.
LARGEST, MANY, LARGEST_OF_MANY = 3, 40, 2


class Spotted(NamedTuple):
    """What a cluster lacks, and what it can do together."""

    gaps: tuple[Gap, ...]
    teams: dict[str, tuple[Team, ...]]


def spot(cluster: Cluster, today: date) -> Spotted:
    """The gaps that lost and declined opportunities hit, and teams for open ones.

    Read without a viewer: what becomes of it is told to the coordinator alone.
    """
    network = network_of(cluster, today)
    rows = Opportunity.objects.filter(cluster=cluster, part__isnull=False)
    rows = rows.select_related("part").order_by("-created_at", "-pk")
    lost = rows.filter(state__in=(State.LOST, State.DECLINED))
    refused = list(_refused(lost.exclude(ending__in=NOT_OURS)[:MOST]))
    largest = LARGEST if len(network.members) <= MANY else LARGEST_OF_MANY
    together = {}
    for row in rows.filter(state__in=(State.RECEIVED, State.QUOTED))[:MOST]:
        part = _part(row)
        found = teams(_needs(part, network), network, largest) if part else ()
        if found:
            together[row.key] = found
    return Spotted(gaps(refused, network), together)


def _part(row: Opportunity) -> Part | None:
    try:
        return read_part(row.part.values)
    except PartError:
        return None


def _refused(rows: Iterable[Opportunity]) -> Iterator[Refused]:
    for row in rows:
        if (part := _part(row)) and (process := best_process(part)):
            work = [need(part, process), *_secondary(part)]
            yield Refused(row.key, _value(row, part, process), tuple(work))


def best_process(part: Part) -> str | None:
    """The process that makes a part best; None when none can."""
    found = (v.process for v in choose(part) if v.answer != "no")
    return next(found, None)


def _secondary(part: Part) -> list[Need]:
    asked = (part.clean_room, part.certificates)
    return [Need(name, 1, "", *asked, {}, {}) for name in part.secondary]


def _needs(part: Part, network: Network) -> dict[str, Need]:
    """All that a part needs, by the name of the work."""
    process = best_process(part)
    if process is None:
        return {}
    found = {process: need(part, process)}
    found |= {each.process: each for each in _secondary(part)}
    if part.tool is None and process in PRODUCTION:
        found["mould_making"] = Need("mould_making", 1, "", None, (), {}, {})
    return found


def _value(row: Opportunity, part: Part, process: str) -> float:
    """What an opportunity would have brought, in EUR."""
    offered = Quotation.objects.filter(opportunity=row).order_by("-revision").first()
    if offered is not None:
        return euro_cents(offered) / 100
    if part.target_price is not None:
        return part.target_price * part.quantity
    (verdict,) = (v for v in choose(part) if v.process == process)
    if verdict.estimate is None:
        return 0.0
    return verdict.estimate.unit.expected * part.quantity * (1 + MARGIN)
