"""The two web applications as they run in production, each on a port of its own."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

#: As `grandis hub run` has it; pretix gets the same.
PROCESSES, THREADS = 2, 4
PATIENCE = 300.0
GRANDIS = ("-c", "from grandis.cli import main; main(prog_name='grandis')")


def free_port() -> int:
    """A port that nobody listens at just now."""
    with socket.create_server(("localhost", 0)) as server:
        port: int = server.getsockname()[1]
        return port


def of_hub(data: Path) -> dict[str, str]:
    """The environment of a production hub with these data."""
    ours = {k: v for k, v in os.environ.items() if not k.startswith("GRANDIS_")}
    return ours | {
        "GRANDIS_DATA": str(data),
        "DJANGO_SETTINGS_MODULE": "grandis.hub.settings",
    }


@contextmanager
def hub(data: Path, log: Path) -> Iterator[str]:
    """The address of a running hub: web server and background worker."""
    port = free_port()
    command = [sys.executable, *GRANDIS, "hub", "run", f"--port={port}"]
    command.append(f"--processes={PROCESSES}")
    with _running(command, of_hub(data), data, port, log):
        yield f"http://localhost:{port}"


@contextmanager
def pretix(folder: Path, log: Path) -> Iterator[str]:
    """The address of a running pretix; see `peer`."""
    from benchmarks.hub.peer import environment, python_of

    port = free_port()
    address = f"http://localhost:{port}"
    command = [
        str(python_of(folder)),
        "-m",
        "gunicorn",
        "pretix.wsgi",
        f"--bind=localhost:{port}",
        f"--workers={PROCESSES}",
        f"--threads={THREADS}",
        "--preload",
        "--log-level=warning",
    ]
    with _running(command, environment(folder, address), folder, port, log):
        yield address


@contextmanager
def _running(
    command: list[str], environment: dict[str, str], folder: Path, port: int, log: Path
) -> Iterator[None]:
    with log.open("wb") as out:
        program = subprocess.Popen(
            command,
            env=environment,
            cwd=folder,
            stdout=out,
            stderr=subprocess.STDOUT,
        )
    try:
        latest = time.monotonic() + PATIENCE
        while not _listens(port):
            if program.poll() is not None or time.monotonic() > latest:
                raise SystemExit(f"{command[0]} does not start; see {log}")
            time.sleep(0.2)
        yield
    finally:
        program.terminate()
        program.wait()


def _listens(port: int) -> bool:
    try:
        with socket.create_connection(("localhost", port), timeout=1):
            return True
    except OSError:
        return False
