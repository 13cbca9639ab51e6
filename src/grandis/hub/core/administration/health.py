"""What of the hub works, and what needs the operator; /health/ tells less, to all."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from grandis.hub.core.administration.safety import errors, sentence
from grandis.hub.core.heartbeats import WORKER, is_alive, last_beat

#: A waiting task that nobody begins.
LATE = timedelta(minutes=10)
#: Bytes that are left before an operator must act.
ROOM = 500 * 10**6


@dataclass(frozen=True)
class Sign:
    """One thing that was looked at."""

    name: str
    is_well: bool
    sentence: str


def look() -> list[Sign]:
    """Look at everything that an operator can put right."""
    signs: list[Callable[[], tuple[bool, str]]] = [
        _settings,
        _database,
        _worker,
        _tasks,
        _room,
        _mail,
    ]
    return [Sign(each.__name__.strip("_"), *each()) for each in signs]


def _settings() -> tuple[bool, str]:
    if found := errors():
        return False, " ".join(f"{sentence(each)}." for each in found)
    return True, f"The hub answers at {settings.ADDRESS}."


def _database() -> tuple[bool, str]:
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if waiting:
        return False, (
            f"{len(waiting)} changes of the tables are still to be made; start the hub"
            " anew."
        )
    return True, f"{connection.display_name} is up to date."


def _worker() -> tuple[bool, str]:
    beat = last_beat(WORKER)
    if beat is None:
        return False, "The background worker has never run; use `grandis hub run`."
    if not is_alive(beat):
        return False, (
            f"The background worker was last alive at {beat:%Y-%m-%d %H:%M} UTC; start"
            " the hub anew."
        )
    return True, "The background worker is alive."


def _tasks() -> tuple[bool, str]:
    since = timezone.now() - timedelta(days=1)
    late = DBTaskResult.objects.ready().filter(enqueued_at__lt=timezone.now() - LATE)
    failed = DBTaskResult.objects.failed().filter(finished_at__gte=since)
    said = f"{late.count()} tasks are late, {failed.count()} failed since yesterday."
    return not late.exists() and not failed.exists(), said


def _room() -> tuple[bool, str]:
    free = shutil.disk_usage(Path(settings.DATA)).free
    said = f"{free / 10**9:.1f} GB are free in {settings.DATA}"
    return free >= ROOM, f"{said}." if free >= ROOM else f"{said}; make room."


def _mail() -> tuple[bool, str]:
    if not has_mail_server():
        said = f"Mail goes to files in {settings.EMAIL_FILE_PATH}"
        return settings.DEMO, f"{said}; name a mail server in GRANDIS_MAIL."
    return True, "Mail goes to the server in GRANDIS_MAIL."


def has_mail_server() -> bool:
    """Whether mail leaves this machine."""
    return "filebased" not in str(settings.EMAIL_BACKEND)
