"""What must be right before the hub starts."""

from collections.abc import Sequence
from importlib import import_module
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connection

from grandis.hub import sqlite
from grandis.hub.core.guard import GuardedModel
from grandis.hub.core.models import Person
from grandis.hub.core.visibility import declarations

#: The tag of the checks that every start runs; Django's own are for developers.
OURS = "grandis"


@register(OURS)
def safe_sqlite(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Refuse a SQLite that can lose committed rows."""
    if connection.vendor != "sqlite":
        return []
    version = import_module("sqlite3").sqlite_version_info
    if version >= sqlite.SAFE_VERSION:
        return []
    return [
        Error(
            f"SQLite {'.'.join(map(str, version))} can lose committed rows",
            hint="Install the pysqlite3 wheel, 0.6.1 or newer.",
            id="grandis.E001",
        )
    ]


@register(OURS)
def every_guarded_model_is_declared(
    app_configs: Any, **kwargs: Any
) -> list[CheckMessage]:
    """A model that nobody declared would be visible to nobody."""
    return [
        Error(
            f"nobody has declared who may see {model._meta.label}",
            hint="Call visibility.declare in the app's declarations.",
            id="grandis.E002",
        )
        for model in apps.get_models()
        if issubclass(model, GuardedModel) and model not in declarations
    ]


@register(OURS)
def no_debugging_in_the_open(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Debug pages show settings and rows: on this machine only."""
    if not settings.DEBUG or settings.HOST in settings.LOOPBACK:
        return []
    return [
        Error(
            "GRANDIS_DEBUG shows secrets to every visitor",
            hint="Leave it out, or use http://localhost as GRANDIS_ADDRESS.",
            id="grandis.E003",
        )
    ]


@register(OURS, deploy=True)
def no_debugging_when_served(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Debug pages are for a developer's `runserver`."""
    if not settings.DEBUG:
        return []
    return [
        Error(
            "GRANDIS_DEBUG is on",
            hint="Leave it out; developers use `grandis hub manage runserver` with it.",
            id="grandis.E004",
        )
    ]


@register(OURS, deploy=True)
def secret_that_nobody_guesses(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Whoever knows the secret can sign in as anybody."""
    secret = settings.SECRET_KEY
    if len(secret) >= 50 and len(set(secret)) >= 5 and "insecure" not in secret:
        return []
    return [
        Error(
            "the secret key is short, repetitive or a default one",
            hint="Leave out GRANDIS_SECRET_KEY and Grandis makes a random one.",
            id="grandis.E005",
        )
    ]


@register(OURS, Tags.database, deploy=True)
def no_demo_accounts(
    app_configs: Any, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """Everybody knows the passwords of the demo's accounts."""
    if settings.DEMO or not databases:
        return []
    number = Person.objects.filter(is_demo=True, is_active=True).count()
    if not number:
        return []
    return [
        Error(
            f"{number} accounts of the demo are in this database",
            hint="Start with an empty folder in GRANDIS_DATA, or set GRANDIS_DEMO=yes.",
            id="grandis.E006",
        )
    ]
