"""Enquiries that look like one another: asked for twice, or by two ways."""

from datetime import timedelta
from difflib import SequenceMatcher

from django.db.models import Q

from grandis.hub.core.viewer import Viewer
from grandis.hub.core.visibility import see
from grandis.hub.market.enums import Ending
from grandis.hub.market.models import Enquirer, Opportunity, Part
from grandis.hub.members.find.folding import fold

WITHIN = timedelta(days=90)
#: From this likeness on, two titles may mean the same part.
LIKE = 0.75
#: Two sizes or amounts are alike when they differ by this part at most.
NEAR = 0.05
TOLD = ("key", "title", "state", "created_at")
COMPARED = ("length", "width", "height", "wall", "mass", "yearly_volume")
#: No more candidates are looked at.
MOST = 200


def duplicates_of(
    viewer: Viewer, opportunity: Opportunity, enquirer: Enquirer | None
) -> list[Opportunity]:
    """Others from the same customer or address within 90 days, and alike.

    `opportunity` was read with its part; `enquirer` is the person behind it. What
    it revises is no duplicate. Of the others, only `TOLD` is read beside the part.
    """
    same = Q()
    if opportunity.customer_id:
        same |= Q(customer=opportunity.customer_id)
    if enquirer is not None:
        same |= Q(enquirer__email=enquirer.email)
    if not same:
        return []
    candidates = (
        see(viewer, Opportunity)
        .filter(
            same,
            created_at__gte=opportunity.created_at - WITHIN,
            created_at__lte=opportunity.created_at + WITHIN,
        )
        .exclude(pk__in=[opportunity.pk, opportunity.revises_id or 0])
        .exclude(ending=Ending.REVISED)
        .exclude(revises=opportunity.pk)
        .select_related("part")
        .only(*TOLD, "part__values")
    )
    return [each for each in candidates[:MOST] if _alike(opportunity, each)]


def _alike(one: Opportunity, other: Opportunity) -> bool:
    titles = SequenceMatcher(None, fold(one.title), fold(other.title))
    # The quick one is never less, and most are not alike.
    if titles.quick_ratio() >= LIKE and titles.ratio() >= LIKE:
        return True
    return _same_part(one.part, other.part)


def _same_part(one: Part, other: Part) -> bool:
    if one.values["material"] != other.values["material"]:
        return False
    pairs = [(one.values.get(name), other.values.get(name)) for name in COMPARED]
    return all(
        first is not None
        and second is not None
        and abs(first - second) <= NEAR * max(first, second)
        for first, second in pairs
        if (first, second) != (None, None)
    )
