"""The access log: who read confidential rows, and who was refused.

It is written beside the journal, never into it, and rate-limited: the same
person reading the same kind of rows is noted once in ten minutes, and nobody
fills it with more than `MOST_PER_HOUR` entries.
"""

from datetime import timedelta

from django.core.cache import caches
from django.utils import timezone

from grandis.hub.core.models import AccessEntry
from grandis.hub.core.viewer import Viewer

AGAIN_AFTER = timedelta(minutes=10)
MOST_PER_HOUR = 120


def note(viewer: Viewer, what: str, path: str, *, refused: bool = False) -> None:
    """Note a reading or a refusal, unless it was noted just now."""
    memory = caches["process"]
    who = viewer.person.pk if viewer.person else 0
    same = f"access:{who}:{refused}:{what}:{path if refused else ''}"[:200]
    if not memory.add(same.replace(" ", "_"), True, AGAIN_AFTER.total_seconds()):
        return
    hour = f"access:{who}:{timezone.now():%Y%m%d%H}"
    memory.add(hour, 0, 3600)
    if memory.incr(hour) > MOST_PER_HOUR:
        return
    AccessEntry.objects.create(
        cluster=viewer.cluster,
        person=viewer.person,
        organisation=viewer.organisation,
        what=what[:200],
        path=path[:200],
        refused=refused,
    )
