"""Opportunity spotting, for the coordinator."""

from django.utils import timezone

from grandis.hub.chains import rules
from grandis.hub.chains.bridge.spotting import Spotted, spot
from grandis.hub.core.domain.verbs import require
from grandis.hub.core.guard import trusted
from grandis.hub.core.viewer import Viewer


def spotted(by: Viewer) -> Spotted:
    """What the cluster lacks and could do together.

    Names who is nearest and can, and no load, rate or calendar.
    """
    require(rules.may_plan(by), by, "look for gaps")
    assert by.cluster is not None
    with trusted():
        return spot(by.cluster, timezone.localdate())
