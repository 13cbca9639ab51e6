"""A search as the user sees it: a first line, progress, Ctrl-C."""

from __future__ import annotations

import gc
import shutil
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import contextmanager
from types import FrameType
from typing import TYPE_CHECKING, Any, TypeVar

import click

from grandis.cli.shell import note
from grandis.cli.wording import gap, value

if TYPE_CHECKING:
    from grandis.planning import Problem
    from grandis.planning.solving import Progress

T = TypeVar("T")

#: Seconds between two looks at the run, and so between two progress lines.
PERIOD = 0.2
#: To the first column, and clear the line (ECMA-48: CR, EL).
REWRITE = "\r\x1b[K"


def in_view(problem: Problem, search: Callable[..., T], **limits: Any) -> T:
    """What `search` finds, telling the user how it goes; Ctrl-C ends it early.

    `search` is called with `limits`, `on_progress` and `cancel`, in a thread of
    its own: Python handles signals in the first thread only, which would be
    deaf while it is inside a solver.
    """
    tell_of_compiling(problem)
    gc.freeze()  # all that is there by now stays, and need not be looked at again
    gc.set_threshold(100_000, 20, 100)  # plans are many small things without circles
    line = ProgressLine(problem)
    with stoppable() as stop, ThreadPoolExecutor(max_workers=1) as thread:
        running = thread.submit(
            search, on_progress=line.take, cancel=stop.is_set, **limits
        )
        stopping = False
        while not wait([running], timeout=PERIOD).done:
            line.draw()
            if stop.is_set() and not stopping:
                stopping = True
                line.end()
                note("Stopping with the best plan so far; Ctrl-C again gives it up")
        line.end()
        return running.result()


def tell_of_compiling(problem: Problem | None = None) -> None:
    """Say so when the first search will have to compile its kernels."""
    from grandis.planning.search.jit import is_compiled
    from grandis.planning.search.shop.arrays import is_shop

    kernel = "improve_lineup" if problem and is_shop(problem) else "improve"
    if not is_compiled(kernel):
        note("Compiling the search kernels first, once: half a minute")


@contextmanager
def stoppable() -> Iterator[threading.Event]:
    """An event that the first Ctrl-C sets; the second one kills at once."""
    stop = threading.Event()

    def interrupt(number: int, frame: FrameType | None) -> None:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        stop.set()

    before = signal.signal(signal.SIGINT, interrupt)
    try:
        yield stop
    finally:
        signal.signal(signal.SIGINT, before)


@contextmanager
def ending_at_once() -> Iterator[None]:
    """Let Ctrl-C kill: there is nothing yet to keep."""
    before = signal.signal(signal.SIGINT, signal.SIG_DFL)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


class ProgressLine:
    """The state of a run on one line of a terminal; silent in a pipe."""

    def __init__(self, problem: Problem) -> None:
        self.ended = not sys.stderr.isatty()
        self._problem = problem
        self._begun = time.monotonic()
        self._latest: Progress | None = None

    def take(self, progress: Progress) -> None:
        """Keep the latest news; called from the solver's threads."""
        self._latest = progress

    def draw(self) -> None:
        """Write the line over the one before."""
        if not self.ended:
            width = shutil.get_terminal_size().columns - 1
            click.echo(REWRITE + self.text()[:width], nl=False, err=True)

    def text(self) -> str:
        """Seconds, the best value so far, its bound and the gap."""
        seconds = f"{time.monotonic() - self._begun:6.1f} s"
        news = self._latest
        if news is None:
            return f"{seconds}  preparing"
        bound = f"bound {value(self._problem, news.bound)}"
        if news.value is None:
            return f"{seconds}  no plan yet  {bound}"
        part = abs(news.bound - news.value) / max(1, abs(news.value))
        best = value(self._problem, news.value)
        return f"{seconds}  best {best}  {bound}  gap {gap(part)}"

    def end(self) -> None:
        """Take the line away."""
        if not self.ended:
            click.echo(REWRITE, nl=False, err=True)
            self.ended = True
