"""What the cluster lacks, who could do it together, and whom to look for, in words."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from grandis.hub.chains.bridge.spotting import Spotted
from grandis.hub.chains.telling.reasons import sentence
from grandis.hub.core.models import Organisation
from grandis.hub.core.viewer import Viewer
from grandis.hub.core.visibility import see
from grandis.hub.market.models import Opportunity
from grandis.hub.members.enums import Process
from grandis.hub.members.forms.names import material_name
from grandis.hub.members.models import Resource
from grandis.processes.part import CERTIFICATES
from grandis.processes.reasons import Reason
from grandis.processes.spotting import Gap, Team

#: Gaps and opportunities that are told.
MOST = 30
#: Teams that are named for an opportunity.
MOST_TEAMS = 3


@dataclass(frozen=True)
class ToldGap:
    """A gap; values in cents of the cluster's currency, opportunities with titles."""

    process: str
    material: str
    lost: int
    alone: int
    opportunities: dict[str, str]
    reasons: list[str]
    look_for: str


@dataclass(frozen=True)
class ToldTeams:
    """An opportunity, and teams that can do it: who does which work, by names."""

    opportunity: str
    title: str
    teams: list[dict[str, list[str]]]


def gaps_told(viewer: Viewer, spotted: Spotted) -> list[ToldGap]:
    """The gaps that lost most, for the coordinator."""
    gaps = spotted.gaps[:MOST]
    titles = _titles(viewer, {key for gap in gaps for key in gap.opportunities})
    nearest = [gap.nearest for gap in gaps if gap.nearest]
    rows = see(viewer, Resource).filter(key__in=nearest)
    published = set(rows.values_list("key", flat=True))
    return [
        ToldGap(
            process=str(Process(gap.process).label),
            material=_material(gap),
            lost=round(100 * gap.lost),
            alone=round(100 * gap.lost_alone),
            opportunities={k: titles[k] for k in gap.opportunities if k in titles},
            reasons=[_reason(each, gap.nearest in published) for each in gap.reasons],
            look_for=_look_for(gap),
        )
        for gap in gaps
    ]


def teams_told(viewer: Viewer, spotted: Spotted) -> list[ToldTeams]:
    """Who could do open opportunities together, for the coordinator."""
    together = dict(list(spotted.teams.items())[:MOST])
    titles = _titles(viewer, together.keys())
    names = dict(see(viewer, Organisation).values_list("key", "name"))
    return [
        ToldTeams(key, titles[key], [_team(team, names) for team in found[:MOST_TEAMS]])
        for key, found in together.items()
        if key in titles
    ]


def _titles(viewer: Viewer, keys: Iterable[str]) -> dict[str, str]:
    rows = see(viewer, Opportunity).filter(key__in=keys)
    return dict(rows.values_list("key", "title"))


def _material(gap: Gap) -> str:
    return material_name(gap.material) if gap.material else ""


def _reason(reason: Reason, is_published: bool) -> str:
    """Why the nearest machine cannot; limits of one not published stay unsaid."""
    values = reason.values
    if not is_published and "need" in values:
        values = {name: value for name, value in values.items() if name != "limit"}
    return sentence({"code": reason.code, "values": values})


def _look_for(gap: Gap) -> str:
    """Whom to look for, in a sentence."""
    told = {
        "process": Process(gap.process).label,
        "material": _material(gap),
        "certificates": ", ".join(c for c in gap.lacking if c in CERTIFICATES),
    }
    if told["certificates"]:
        return _("Look for %(process)s with %(certificates)s.") % told
    if gap.nearest is None:
        return _("Look for a member with %(process)s.") % told
    return _("Look for %(process)s that takes what the nearest machine cannot.") % told


def _team(team: Team, names: dict[str, str]) -> dict[str, list[str]]:
    """Who does what in a team."""
    return {
        str(Process(work).label): [names.get(member, member) for member in members]
        for work, members in team.does.items()
    }
