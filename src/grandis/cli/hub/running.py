"""`grandis hub run` and `grandis hub demo`: from nothing to a running hub."""

from __future__ import annotations

import os
import socket
import sys

import click

from grandis.cli.hub.frame import in_hub
from grandis.cli.hub.supervising import Child, stoppable, supervise
from grandis.cli.shell import Unsuccessful, WrongInput, note

#: Requests that one process answers at a time.
THREADS = 4


@click.command()
@click.option(
    "--port",
    type=click.IntRange(1, 65535),
    default=8000,
    show_default=True,
    envvar="PORT",
    help="Where the web server listens.",
)
@click.option(
    "--host",
    default="localhost",
    show_default=True,
    help="At which of this machine's addresses; 0.0.0.0 means all.",
)
@click.option(
    "--processes",
    type=click.IntRange(1, 64),
    default=2,
    show_default=True,
    help=f"Web server processes; each answers {THREADS} requests at a time.",
)
def run(port: int, host: str, processes: int) -> None:
    """Start the web server and the background worker; Ctrl-C stops both.

    It prepares the database and all else first. It refuses to start in the open
    with debug pages, a weak secret or the accounts of the demo.
    """
    os.environ.setdefault("GRANDIS_ADDRESS", f"http://localhost:{port}")
    _run(port, host, processes)


@in_hub
def _run(port: int, host: str, processes: int) -> None:
    from django.conf import settings
    from django.db import connections

    from grandis.hub.core.administration.locking import only_one
    from grandis.hub.core.administration.preparing import prepare
    from grandis.hub.core.administration.safety import refuse_unsafe

    with only_one(), stoppable() as stop:
        _refuse_busy(host, port)
        prepare(note)
        if settings.DEMO:
            _fill_demo(0)
        refuse_unsafe()
        connections.close_all()
        ended = supervise(
            _children(host, port, processes),
            stop,
            until=lambda: _answers(host, port),
            ready=lambda: note(
                f"Open {settings.ADDRESS} in a browser; Ctrl-C stops the hub."
            ),
        )
    if ended:
        raise Unsuccessful(f"{ended}; what it said stands above")


def _children(host: str, port: int, processes: int) -> list[Child]:
    """The two programs that are a running hub."""
    serving = [
        "gunicorn",
        "grandis.hub.wsgi",
        f"--bind={host}:{port}",
        f"--workers={processes}",
        f"--threads={THREADS}",
        "--worker-class=grandis.hub.serving.Worker",
        "--preload",
        "--log-level=warning",
        "--no-control-socket",
    ]
    working = ["grandis.hub.manage", "worker"]
    return [
        Child("the web server", [sys.executable, "-m", *serving]),
        Child("the background worker", [sys.executable, "-m", *working]),
    ]


def _refuse_busy(host: str, port: int) -> None:
    """Notice another server before the long work."""
    try:
        with socket.create_server((host, port)):
            pass
    except OSError as error:
        raise WrongInput(
            f"port {port} of {host} cannot be used ({_reason(error)}); stop what uses"
            " it, or choose another with --port"
        ) from error


def _reason(error: OSError) -> str:
    """The system's own words, without what `socket` adds to them."""
    return os.strerror(error.errno) if error.errno else str(error)


def _answers(host: str, port: int) -> bool:
    """Whether the web server takes connections."""
    try:
        with socket.create_connection((host, port), timeout=1):
            return True
    except OSError:
        return False


@click.command()
@click.option(
    "--seed",
    type=click.IntRange(0, 2**31 - 1),
    default=0,
    show_default=True,
    help="Another seed gives other figures.",
)
@in_hub
def demo(seed: int) -> None:
    """Fill an empty installation with the demo cluster.

    It needs GRANDIS_DEMO=yes: everybody can sign in with the demo's accounts.
    """
    from django.conf import settings

    from grandis.hub.core.administration.preparing import update_tables

    if not settings.DEMO:
        raise WrongInput(
            "the demo's accounts are open to everybody; set GRANDIS_DEMO=yes in an"
            " installation without real data"
        )
    update_tables()
    if not _fill_demo(seed):
        raise WrongInput(
            f"there is a cluster in {settings.DATA} already; name an empty folder in"
            " GRANDIS_DATA"
        )


def _fill_demo(seed: int) -> bool:
    """Build the demo where there is no cluster yet, and whether there was none."""
    from grandis.hub.core.models import Cluster
    from grandis.hub.demo.build import build

    if Cluster.objects.exists():
        return False
    note("Building the demo cluster")
    build(seed=seed)
    return True
