"""Several programs that live and end together.

One waits for them: a signal to stop is passed on to all, and when one ends, the
others are ended too. Each child is told by Linux when its parent dies
(`man 2const PR_SET_PDEATHSIG`), so that not even `kill -9` leaves any behind.
"""

from __future__ import annotations

import ctypes
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType

PR_SET_PDEATHSIG = 1
#: Seconds between two looks at the children.
PERIOD = 0.1
#: Seconds in which a child may end what it is doing.
GRACE = 30.0
STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@dataclass(frozen=True)
class Child:
    """A program to run: how people call it, and its command line."""

    name: str
    command: list[str]


class Stop:
    """Whether somebody asked to stop, by a signal."""

    asked = False


@contextmanager
def stoppable() -> Iterator[Stop]:
    """Note the first signal to stop; the second one kills at once."""
    stop = Stop()

    def note(number: int, frame: FrameType | None) -> None:
        stop.asked = True
        for each in before:
            signal.signal(each, signal.SIG_DFL)

    before = {number: signal.signal(number, note) for number in STOPPING}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def supervise(
    children: list[Child],
    stop: Stop,
    until: Callable[[], bool] = lambda: True,
    ready: Callable[[], None] = lambda: None,
) -> str:
    """Run programs until asked to stop, or until one of them ends.

    `ready` is called once, when `until` first says yes. Returns an empty text
    after a stop, else who ended and how.
    """
    running: list[tuple[Child, subprocess.Popen[bytes]]] = []
    is_ready = False
    try:
        running += ((child, _started(child)) for child in children)
        while not stop.asked:
            for child, process in running:
                if process.poll() is not None:
                    return f"{child.name} ended with {_how(process.returncode)}"
            if not is_ready and until():
                is_ready = True
                ready()
            time.sleep(PERIOD)
        return ""
    finally:
        _end([process for _, process in running])


def _started(child: Child) -> subprocess.Popen[bytes]:
    """A child in a group of its own: Ctrl-C reaches it only through us."""
    return subprocess.Popen(
        child.command,
        stdin=subprocess.DEVNULL,
        process_group=0,
        preexec_fn=_die_with_parent,
    )


def _die_with_parent() -> None:
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def _end(processes: list[subprocess.Popen[bytes]]) -> None:
    """Ask all to end, and kill who has not after the time of grace."""
    for process in processes:
        process.terminate()
    latest = time.monotonic() + GRACE
    for process in processes:
        try:
            process.wait(max(0.0, latest - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _how(status: int) -> str:
    return f"signal {-status}" if status < 0 else f"status {status}"
