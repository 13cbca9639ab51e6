"""Where a plan is made: here, or for a large one on the Dask scheduler too."""

import logging
from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import ExitStack, contextmanager
from typing import TypedDict

from django.conf import settings

from grandis.errors import InputError
from grandis.planning import Problem
from grandis.planning.spreading.dask import executor_at
from grandis.planning.spreading.home import is_large

logger = logging.getLogger(__name__)

#: Threads that a search may use here.
WORKERS = 2


class Place(TypedDict):
    """What `solve` is told of where it may work."""

    workers: int
    executor: Executor | None


@contextmanager
def place_for(problem: Problem, steps: int | None) -> Iterator[Place]:
    """Where to plan a problem; the planning never waits for a scheduler that is gone.

    With a step limit a plan must come out the same everywhere, so it is made here.
    """
    place = Place(workers=WORKERS, executor=None)
    with ExitStack() as stack:
        if settings.DASK and steps is None and is_large(problem):
            try:
                executor, workers = stack.enter_context(executor_at(settings.DASK))
            except InputError as error:
                logger.warning("a large plan is made here alone: %s", error)
            else:
                place = Place(workers=workers, executor=executor)
        yield place
