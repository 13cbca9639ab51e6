"""The part of an opportunity and its deliveries, as they are kept."""

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec
from django.utils.translation import gettext as _

from grandis.errors import InputError
from grandis.hub.core.domain.editing import clean, edit
from grandis.hub.core.errors import Broken
from grandis.hub.market.models import CallOff, Opportunity, Part
from grandis.hub.market.refusing import why_impossible
from grandis.processes import read_part
from grandis.processes.reading import QUANTITIES
from grandis.processes.units import split

MOST_CALL_OFFS = 60


def normal(values: Mapping[str, Any], title: str) -> dict[str, Any]:
    """The values of a part in the units of `grandis.processes`, or `Broken`."""
    try:
        part = read_part({"name": title[:100], **values})
    except InputError as error:
        raise Broken(why_impossible(error), field="part") from error
    told: dict[str, Any] = msgspec.to_builtins(part)
    return told


def written(values: Mapping[str, Any]) -> dict[str, list[Any]]:
    """What stands in a part's values with a unit of its own, as [number, unit]."""
    found: dict[str, list[Any]] = {}
    for name, kind in QUANTITIES.items():
        value = values.get(name)
        if isinstance(value, str) and kind not in {"count", "money"}:
            number, unit = split(value, kind, name)
            if unit:
                found[name] = [float(number), unit]
    return found


def add_part(
    opportunity: Opportunity, values: Mapping[str, Any], entered: Mapping[str, Any]
) -> Part:
    """Give a new opportunity its part."""
    part = Part(
        opportunity=opportunity,
        values=normal(values, opportunity.title),
        entered=dict(entered),
    )
    clean(part)
    part.save()
    return part


def change_part(
    opportunity: Opportunity,
    values: Mapping[str, Any],
    entered: Mapping[str, Any] | None,
) -> set[str]:
    """Write a part's new values; returns the names of those that changed."""
    part = Part.objects.get(opportunity=opportunity)
    wanted = normal(values, opportunity.title)
    changed = {
        name
        for name in part.values.keys() | wanted.keys()
        if part.values.get(name) != wanted.get(name)
    }
    edit(part, version=None, values=wanted, entered=dict(entered or {}))
    return changed


def set_call_offs(
    opportunity: Opportunity, call_offs: Iterable[Mapping[str, Any]]
) -> bool:
    """Replace the schedule of deliveries; says whether it changed."""
    wanted = sorted(
        (row["due"], row.get("latest"), row["quantity"]) for row in call_offs
    )
    before = CallOff.objects.filter(opportunity=opportunity)
    if sorted(before.values_list("due", "latest", "quantity")) == wanted:
        return False
    if len(wanted) > MOST_CALL_OFFS:
        raise Broken(
            _("There are %(count)d call-offs; %(most)d are the most.")
            % {"count": len(wanted), "most": MOST_CALL_OFFS},
            field="call_offs",
        )
    before.delete()
    for due, latest, quantity in wanted:
        if latest is not None and latest < due:
            raise Broken(
                _("The latest day of a call-off lies before the day it is due."),
                field="call_offs",
            )
        row = CallOff(
            opportunity=opportunity, due=due, latest=latest, quantity=quantity
        )
        clean(row)
        row.save()
    return True
