"""A plan run at the worker: begun, seen to be alive, ended once.

Each attempt at a run has a number. Only the latest may write, so a worker that was
thought dead and is not can spoil nothing. What is shown of a run never goes
backwards: the best value and the bound hold for the problem, whoever found them.
"""

import logging
from collections.abc import Callable
from datetime import timedelta
from threading import Event, Thread

from django.db import DatabaseError, connection, transaction
from django.db.models import F, Q
from django.utils import timezone

from grandis.errors import InputError
from grandis.hub.chains.enums import OVER, RunState
from grandis.hub.chains.models import PlanRun
from grandis.hub.core.guard import trusted
from grandis.hub.core.models import Cluster
from grandis.planning.incumbent import Progress

logger = logging.getLogger(__name__)

EVERY = timedelta(seconds=1)
#: A run whose worker has given no sign for so long is not going on.
DEAD_AFTER = timedelta(seconds=90)
#: A run that took its worker down so often is not begun again.
MOST_ATTEMPTS = 3
#: Points of the trail of values and bounds that are kept.
MOST_POINTS = 200
#: How much of the whole is done when the routes are known, and when the search is.
ROUTES, SEARCH = 0.2, 0.9


class Fruitless(Exception):
    """There is nothing to plan; the message is a code of `PlanRun.failure`."""


class Stopped(Exception):
    """Somebody cancelled the run, or another attempt has taken it over."""


def begin(key: str) -> PlanRun | None:
    """Begin an attempt at a run; None when there is nothing left to do."""
    with transaction.atomic():
        run = PlanRun.objects.select_for_update().filter(key=key).first()
        if run is None or run.state in OVER:
            return None
        if run.attempts >= MOST_ATTEMPTS:
            _end(run, RunState.FAILED, "attempts")
            return None
        now = timezone.now()
        run.state, run.beat_at = RunState.RUNNING, now
        run.begun_at = run.begun_at or now
        run.attempts += 1
        run.save(update_fields=["state", "beat_at", "begun_at", "attempts"])
    return run


def end(run: PlanRun, state: RunState, failure: str = "") -> None:
    """End an attempt.

    Raises
    ------
    Stopped
        When another attempt has taken the run over.
    """
    with transaction.atomic():
        mine = PlanRun.objects.select_for_update().filter(_mine(run)).first()
        if mine is None:
            raise Stopped
        _end(mine, state, failure)
    run.refresh_from_db()


def _end(run: PlanRun, state: RunState, failure: str = "") -> None:
    run.state, run.failure, run.ended_at = state, failure, timezone.now()
    if state == RunState.DONE:
        run.progress = 1
    run.version += 1
    run.save(update_fields=["state", "failure", "ended_at", "progress", "version"])


def report_dead(cluster: Cluster) -> None:
    """Report runs failed whose worker gives no sign of life."""
    with trusted():
        dead = PlanRun.objects.filter(
            cluster=cluster,
            state=RunState.RUNNING,
            beat_at__lt=timezone.now() - DEAD_AFTER,
        )
        if dead.exists():  # else no transaction, for which readers would wait
            dead.update(
                state=RunState.FAILED,
                failure="worker",
                ended_at=timezone.now(),
                version=F("version") + 1,
            )


def _mine(run: PlanRun) -> Q:
    """The run while this attempt is the latest and it is not over."""
    return Q(pk=run.pk, attempts=run.attempts, state=RunState.RUNNING)


class Reporter:
    """Tells of an attempt each second, in a thread of its own, and hears of its end.

    `offset` is what must be taken off the planner's value before it is told.
    """

    def __init__(self, run: PlanRun) -> None:
        self.run = run
        self.offset = 0
        self.stop = Event()
        self._over = Event()
        self._progress = run.progress
        self._value, self._bound = run.value, run.bound
        self._trail = list(run.trail)
        self._thread = Thread(target=self._tell, name=f"run {run.key}", daemon=True)

    def __enter__(self) -> "Reporter":
        self._thread.start()
        return self

    def __exit__(self, *why: object) -> None:
        self._over.set()
        self._thread.join()

    def is_stopped(self) -> bool:
        """Whether to give up; cheap enough to be asked often."""
        return self.stop.is_set()

    def check(self) -> None:
        """Give up here if the run is to be stopped."""
        if self.stop.is_set():
            raise Stopped

    def at(self, part: float) -> None:
        """So much of the whole is done, between 0 and 1."""
        self._progress = max(self._progress, part)

    def searching(self, progress: Progress) -> None:
        """Take news of the search; called from its threads."""
        bound = progress.bound - self.offset
        if self._bound is None or bound < self._bound:
            self._bound = bound
        value = progress.value
        if value is not None and value >= self.offset:
            self._value = max(value - self.offset, self._value or value - self.offset)
        if self.run.steps is None:
            done = min(1.0, progress.seconds / self.run.seconds)
            self.at(ROUTES + done * (SEARCH - ROUTES))

    def tell(self) -> None:
        """Write how it stands, and hear whether to stop."""
        point = [self._value, self._bound]
        if self._bound is not None and [each[1:] for each in self._trail[-1:]] != [
            point
        ]:
            self._trail.append([self._seconds(), *point])
        told = PlanRun.objects.filter(_mine(self.run)).update(
            beat_at=timezone.now(),
            progress=self._progress,
            value=self._value,
            bound=self._bound,
            trail=self._trail[-MOST_POINTS:],
        )
        if not told:  # cancelled, reported dead, or taken over
            self.stop.set()

    def _seconds(self) -> int:
        begun = self.run.begun_at or timezone.now()
        return round((timezone.now() - begun).total_seconds())

    def _tell(self) -> None:
        try:
            while True:
                try:
                    self.tell()
                except DatabaseError:
                    logger.warning("run %s: could not be told of", self.run.key)
                if self._over.wait(EVERY.total_seconds()):
                    return
        finally:
            connection.close()


#: What does the work of a run, given it and whom to tell.
Making = Callable[[PlanRun, Reporter], None]


def carry_out(key: str, make: Making) -> None:
    """Carry out a run from beginning to end, and say how it ended."""
    run = begin(key)
    if run is None:
        return
    try:
        with Reporter(run) as reporter:
            make(run, reporter)
    except Stopped:
        return  # whoever stopped it has said how it ended
    except Fruitless as why:
        _fail(run, str(why))
    except InputError:
        logger.exception("run %s asks for what is not there", key)
        _fail(run, "input")
    except Exception:
        logger.exception("run %s failed", key)
        _fail(run, "error")


def _fail(run: PlanRun, failure: str) -> None:
    PlanRun.objects.filter(_mine(run)).update(
        state=RunState.FAILED,
        failure=failure,
        ended_at=timezone.now(),
        version=F("version") + 1,
    )
