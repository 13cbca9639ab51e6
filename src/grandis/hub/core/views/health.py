"""Whether this installation works, for whoever watches over it; no secrets."""

from django.db import DatabaseError
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from grandis.hub.core.heartbeats import WORKER, is_alive, last_beat
from grandis.hub.core.journal import utc_text
from grandis.hub.core.models import JournalHead


@never_cache
@require_GET
def health(request: HttpRequest) -> JsonResponse:
    """The database, the journal's size and the worker; 503 if one does not work.

    A worker that was never started is not missing: small installations may do
    without until they need one.
    """
    try:
        head = JournalHead.objects.first()
        beat = last_beat(WORKER)
    except DatabaseError:
        return JsonResponse({"ok": False, "database": False}, status=503)
    ok = beat is None or is_alive(beat)
    answer = {
        "ok": ok,
        "database": True,
        "journal": head.size if head else 0,
        "worker": {
            "alive": beat is not None and is_alive(beat),
            "last_seen": utc_text(beat) if beat else None,
        },
    }
    return JsonResponse(answer, status=200 if ok else 503)
