"""Carry out what pages have put off; one such process runs beside the web server."""

import logging
import platform
from threading import Event, Thread
from typing import Any

from django.db import close_old_connections
from django.utils import timezone
from django_tasks_db.management.commands import db_worker
from django_tasks_db.models import DBTaskResult

from grandis.hub.core.models import Heartbeat

#: Seconds between two signs of life.
PERIOD = 20
#: A task that takes the worker down with it is not begun for ever.
MOST_ATTEMPTS = 3


class Command(db_worker.Command):
    """The worker of django-tasks-db, which tells of failures and shows it is alive."""

    help = "Carry out background tasks until told to stop."

    def configure_logging(self, verbosity: int) -> None:
        """Say nothing of what goes well: settings.LOGGING has the rest."""
        logging.getLogger("django_tasks").setLevel(logging.WARNING)
        logging.getLogger("django_tasks_db").setLevel(logging.ERROR)

    def handle(self, **options: Any) -> None:
        """Work under this machine's name, so that a successor knows its tasks."""
        options["worker_id"] = platform.node()[:64] or "worker"
        take_up_again(options["worker_id"])
        ended = Event()
        beating = Thread(target=_beat, args=[ended], daemon=True)
        beating.start()
        try:
            super().handle(**options)
        finally:
            ended.set()
            beating.join()


def _beat(ended: Event) -> None:
    """Note every few seconds that this process is alive."""
    while True:
        Heartbeat.objects.update_or_create(
            name="worker", defaults={"at": timezone.now()}
        )
        close_old_connections()
        if ended.wait(PERIOD):
            return


def take_up_again(worker_id: str) -> None:
    """Begin anew what the worker of this name had begun when it was killed."""
    for task in DBTaskResult.objects.running():
        if task.worker_ids[-1:] != [worker_id]:
            continue
        if len(task.worker_ids) < MOST_ATTEMPTS:
            DBTaskResult.objects.filter(pk=task.pk).update(status="READY")
        else:
            task.set_failed(RuntimeError("the worker was killed while it did this"))
