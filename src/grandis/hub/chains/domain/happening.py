"""What happens to a plan, or could: it must be told of what stands in the plan."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from grandis.hub.chains.bridge.back import read_shown
from grandis.hub.chains.models import Plan
from grandis.hub.core.errors import Broken


def require_known(plan: Plan, told: Mapping[str, Any]) -> None:
    """What is told names a resource, an opportunity, a step and days of the plan.

    Raises
    ------
    Broken
        When it does not; the field is the one that is wrong.
    """
    problem = read_shown(plan.values).problem
    steps = {o.id: {step.id for step in o.steps} for o in problem.opportunities}
    there = {
        "resource": {resource.id for resource in problem.resources},
        "opportunity": steps.keys(),
        "step": steps.get(told.get("opportunity", ""), set()),
    }
    for field, known in there.items():
        if field in told and told[field] not in known:
            raise Broken(_("This does not stand in the plan."), field=field)
    if "last_day" in told:
        first, last = (
            date.fromisoformat(told[name]) for name in ("first_day", "last_day")
        )
        _require_days(first, last)


def _require_days(first: date, last: date) -> None:
    """Days in order that are not over."""
    if last < first:
        told = _("The last day must not be before the first.")
        raise Broken(told, field="last_day")
    if last < timezone.localdate():
        raise Broken(_("These days are over."), field="last_day")
