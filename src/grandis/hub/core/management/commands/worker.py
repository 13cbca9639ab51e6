"""The background worker: it carries out what pages have put off."""

import logging
import signal
from collections.abc import Collection
from typing import Any

from django_tasks_db.management.commands.db_worker import Command as DatabaseWorker
from django_tasks_db.models import DBTaskResult

from grandis.hub.core import heartbeats
from grandis.hub.core.administration.places import Place, free_places

#: A task that takes the worker down with it is not begun for ever.
MOST_ATTEMPTS = 3
#: The signals that `db_worker` takes for itself.
HANDLED = (signal.SIGINT, signal.SIGTERM, signal.SIGQUIT)


class Command(DatabaseWorker):
    """As `db_worker`, which it is; it shows that it is alive and tells of failures.

    There may be several. What one had begun when it was killed, the next that is
    started on its machine takes up again.
    """

    help = "Carry out background tasks until stopped"

    def configure_logging(self, verbosity: int) -> None:
        """Tell of failures only, where settings.LOGGING says."""
        logging.getLogger("django_tasks").setLevel(logging.WARNING)
        logging.getLogger("django_tasks_db").setLevel(logging.ERROR)

    def handle(self, *args: Any, **options: Any) -> None:
        """Work under the name of a place: whoever comes next knows its tasks by it."""
        place = Place.take()
        options["worker_id"] = place.name
        take_up_again({place.name, *free_places()})
        before = {each: signal.getsignal(each) for each in HANDLED}
        stop = heartbeats.keep_beating(heartbeats.WORKER)
        prepare_planning()
        try:
            super().handle(*args, **options)
        finally:
            stop.set()
            place.leave()
            for each, handler in before.items():
                signal.signal(each, handler)


def prepare_planning() -> None:
    """Have the planner compiled: once on a machine, so that no page waits for it."""
    from grandis.planning.search.driver import compile_kernels

    compile_kernels()


def take_up_again(gone: Collection[str]) -> None:
    """Make ready anew what workers that are gone had begun and not finished.

    Another worker may be doing the same: only what still stands as it was is changed.
    """
    for task in DBTaskResult.objects.running():
        if task.worker_ids[-1] not in gone:
            continue
        if len(task.worker_ids) < MOST_ATTEMPTS:
            DBTaskResult.objects.running().filter(
                pk=task.pk, worker_ids=task.worker_ids
            ).update(status="READY")
        else:
            task.set_failed(RuntimeError("the worker was killed while it did this"))
