"""What every template knows."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def viewer(request: HttpRequest) -> dict[str, Any]:
    """The viewer, the cluster they are in, and whether this is a demo."""
    seen_by = getattr(request, "viewer", None)
    return {
        "viewer": seen_by,
        "cluster": seen_by.cluster if seen_by else None,
        "demo": settings.DEMO,
        "version": settings.VERSION,
    }
