"""The access log: who read confidential rows of whom, and who was refused.

It is written beside the journal, never into it, and rate-limited: the same
person reading the same kind of rows of the same organisation is noted once in
ten minutes, and nobody is noted as refused more than `MOST_REFUSALS` times an
hour. Reading one's own organisation's rows is nobody else's business.
"""

from collections.abc import Iterator
from datetime import timedelta
from hashlib import sha256

from django.core.cache import caches
from django.utils import timezone

from grandis.hub.core.guard import Watch
from grandis.hub.core.models import AccessEntry
from grandis.hub.core.viewer import Viewer

AGAIN_AFTER = timedelta(minutes=10)
MOST_REFUSALS = 120


def note_readings(viewer: Viewer, watch: Watch, path: str) -> None:
    """Note the confidential rows of others that a request has read."""
    read = [
        _entry(viewer, what, path, owner_id=owner)
        for what, owner in _readings(viewer, watch)
        if _is_new(viewer, what, owner)
    ]
    if read:  # else no transaction, for which readers would wait for writers
        AccessEntry.objects.bulk_create(read)


def note_refusal(viewer: Viewer, path: str) -> None:
    """Note that somebody asked for what is not theirs, or is not there."""
    if _is_new(viewer, "refused", path) and _refusals_this_hour(viewer) <= (
        MOST_REFUSALS
    ):
        _entry(viewer, "refused", path, refused=True).save()


def _readings(viewer: Viewer, watch: Watch) -> Iterator[tuple[str, int | None]]:
    own = viewer.organisation.pk if viewer.organisation else None
    for what, owners in sorted(watch.confidential.items()):
        for owner in {None} if owners is None else owners:
            if owner is None or owner != own:
                yield what, owner


def _entry(viewer: Viewer, what: str, path: str, **more: object) -> AccessEntry:
    return AccessEntry(
        cluster=viewer.cluster,
        person=viewer.person,
        organisation=viewer.organisation,
        what=what[:200],
        path=path[:200],
        **more,
    )


def _is_new(viewer: Viewer, *what: object) -> bool:
    """Whether this was not noted just now; remembers that it is from now on."""
    same = sha256(repr((_who(viewer), what)).encode()).hexdigest()
    seconds = AGAIN_AFTER.total_seconds()
    return caches["process"].add(f"access:{same}", True, seconds)


def _refusals_this_hour(viewer: Viewer) -> int:
    memory = caches["process"]
    hour = f"refusals:{_who(viewer)}:{timezone.now():%Y%m%d%H}"
    memory.add(hour, 0, 2 * 3600)
    return memory.incr(hour)


def _who(viewer: Viewer) -> int:
    return viewer.person.pk if viewer.person else 0
