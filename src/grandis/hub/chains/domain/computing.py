"""A quotation computed, outside of any transaction: seconds, and nobody waits."""

import logging
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime
from time import perf_counter
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from grandis.errors import InputError
from grandis.hub.chains.bridge.conditions import asks_for_strangers, policy_of
from grandis.hub.chains.bridge.network import from_now_on, network_of
from grandis.hub.chains.bridge.problem import LeftOut
from grandis.hub.chains.bridge.tools import standing_tool
from grandis.hub.chains.domain.workings import kept
from grandis.hub.chains.telling.plans import why_not
from grandis.hub.chains.telling.reasons import sentence
from grandis.hub.core.domain.verbs import require
from grandis.hub.core.errors import Broken
from grandis.hub.core.guard import trusted
from grandis.hub.core.viewer import Viewer
from grandis.hub.market.enums import OPEN
from grandis.hub.market.models import CallOff, Opportunity
from grandis.hub.market.models import Part as PartRow
from grandis.hub.market.refusing import why_impossible
from grandis.hub.market.rules import may_quote
from grandis.hub.members.models import Resource
from grandis.planning import Policy, Problem
from grandis.processes import Network, Part, Quotation, read_part
from grandis.processes import quote as quotation_of

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Computed:
    """What a quotation is made of: the values of its workings, and how long it took."""

    values: dict[str, Any]
    milliseconds: int


def compute(
    opportunity: Opportunity, *, by: Viewer, without: Collection[str] = ()
) -> Computed:
    """Quote an opportunity's part on what the members' machines are free for.

    `without` are keys of members that are not to be asked. `Broken` says in one
    sentence why there can be no quotation.
    """
    with trusted():
        require(may_quote(by, opportunity), by, "quote this")
        if opportunity.state not in OPEN:
            raise Broken(_("Only what the cluster works on can be quoted."))
        now = timezone.now()
        part = _asked(opportunity, now)
        network = _network(opportunity, now, without)
        published = Resource.objects.filter(
            organisation__cluster=opportunity.cluster_id, published=True
        )
        shown = set(published.values_list("key", flat=True))
    begin = perf_counter()
    found = _found(opportunity, part, network, now)
    if not found.routes:
        raise Broken(_why_not(found))
    values = kept(found, shown) | {"without": sorted(without)}
    return Computed(values, round(1000 * (perf_counter() - begin)))


def _asked(opportunity: Opportunity, now: datetime) -> Part:
    """The part with the first delivery of the customer's schedule as its lot."""
    values = PartRow.objects.get(opportunity=opportunity).values
    first = CallOff.objects.filter(opportunity=opportunity).first()
    if first is not None:
        values = {**values, "lot_size": first.quantity, "due": f"{first.due}"}
    try:
        part = read_part(values)
    except InputError as error:
        raise Broken(why_impossible(error)) from error
    today = timezone.localdate(now, ZoneInfo(opportunity.cluster.time_zone))
    if part.due is not None and part.due < today.isoformat():
        day = date_format(date.fromisoformat(part.due), "DATE_FORMAT")
        raise Broken(
            _(
                "The first delivery was due on %(day)s; agree on a new date with the "
                "customer and change it."
            )
            % {"day": day}
        )
    return part


def _network(
    opportunity: Opportunity, now: datetime, without: Collection[str]
) -> Network:
    try:
        network = network_of(opportunity.cluster, now.astimezone(UTC).date())
    except InputError as error:
        raise _no_network() from error
    asked = tuple(m for m in network.machines if m.member not in without)
    if not asked:
        raise Broken(
            _("No member that may be asked has entered a resource; ask them to.")
        )
    return msgspec.structs.replace(network, machines=asked)


def _no_network() -> Broken:
    """What contradicts itself may be confidential: only the log says it."""
    logger.exception("the network of a cluster contradicts itself")
    return Broken(
        _(
            "What the members have entered contradicts itself, so no dates can be "
            "found; ask who runs this hub to look into its log."
        )
    )


def _found(
    opportunity: Opportunity, part: Part, network: Network, now: datetime
) -> Quotation:
    """The library's answer with dates; the planner is loaded where it is used."""
    from grandis.delivering import planning_problem, refuse_misfit, with_deliveries

    try:
        problem = from_now_on(planning_problem(network, "network"), now)
    except InputError as error:
        raise _no_network() from error
    if part.tool is not None:
        problem = _with_tool(opportunity, part.tool, problem)
    if asks_for_strangers(opportunity, problem.member):
        raise Broken(why_not(LeftOut.GONE))
    policy = policy_of(opportunity, problem.member)
    zone = ZoneInfo(opportunity.cluster.time_zone)
    try:
        refuse_misfit(part, problem, part.name, zone)
        quoted = quotation_of(part, network)
        found, _plans = with_deliveries(quoted, problem, policy=policy, zone=zone)
    except InputError as error:
        raise Broken(_("This cannot be quoted: %(why)s") % {"why": error}) from error
    if policy != Policy() and not any(route.delivery for route in found.routes):
        raise Broken(_("No chain of members meets the customer's conditions in time."))
    return found


def _with_tool(opportunity: Opportunity, name: str, problem: Problem) -> Problem:
    """The network with the customer's tool where it stands."""
    tool = standing_tool(opportunity, name, problem)
    if tool is None:
        raise Broken(
            _("Say first, on the page of the opportunity, where “%(tool)s” stands.")
            % {"tool": name}
        )
    as_named = msgspec.structs.replace(tool, id=name)
    return msgspec.structs.replace(problem, tools=(*problem.tools, as_named))


def _why_not(found: Quotation) -> str:
    """Why nobody can: what the cluster lacks, else what forbids every process."""
    lacking = list(found.graph.missing) or [
        verdict.reasons[0] for verdict in found.verdicts[:3] if verdict.reasons
    ]
    said = [sentence({"code": r.code, "values": r.values}) for r in lacking]
    told = " ".join(dict.fromkeys(said))
    return _("The cluster cannot make this part. %(why)s") % {"why": told}
