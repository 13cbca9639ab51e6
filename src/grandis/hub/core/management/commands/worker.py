"""The background worker, with a sign of life for the health page."""

from typing import Any

from django_tasks_db.management.commands.db_worker import Command as DatabaseWorker

from grandis.hub.core import heartbeats


class Command(DatabaseWorker):
    """As `db_worker`, which it is, and says that it is alive."""

    help = "Carry out background tasks until stopped"

    def handle(self, *args: Any, **options: Any) -> None:
        stop = heartbeats.keep_beating(heartbeats.WORKER)
        try:
            super().handle(*args, **options)
        finally:
            stop.set()
