"""How the web server's processes take requests, with a server that runs."""

import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

import pytest

#: An application whose pages take a moment and say which process made them.
APPLICATION = """
import os, time

def application(environ, start_response):
    time.sleep(0.1)
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [str(os.getpid()).encode()]
"""

Serving = Callable[..., Any]


@pytest.fixture
def serving(tmp_path: Path) -> Serving:
    (tmp_path / "slow.py").write_text(APPLICATION)

    @contextmanager
    def serves(processes: int) -> Iterator[int]:
        with socket.create_server(("localhost", 0)) as free:
            port = free.getsockname()[1]
        command = [sys.executable, "-m", "gunicorn", "slow", "--threads=4"]
        command += [f"--bind=localhost:{port}", f"--workers={processes}"]
        command += ["--worker-class=grandis.hub.serving.Worker", "--no-control-socket"]
        server = subprocess.Popen([*command, "--log-level=error"], cwd=tmp_path)
        try:
            made_by = set()
            while len(made_by) < processes:  # until all of them are there
                with ThreadPoolExecutor(processes) as pool:
                    made_by |= {*pool.map(lambda _: page(port), range(processes))}
                made_by.discard("")
            yield port
        finally:
            server.terminate()
            server.wait()

    return serves


def page(port: int) -> str:
    """Which process made a page; empty while the server is not there."""
    try:
        with urlopen(f"http://localhost:{port}/", timeout=30) as answer:
            return str(answer.read().decode())
    except (URLError, ConnectionError):
        time.sleep(0.1)
        return ""


def test_a_busy_process_leaves_requests_to_another(serving) -> None:
    with serving(processes=2) as port, ThreadPoolExecutor(2) as pool:
        for _ in range(5):
            first, second = pool.map(lambda _: page(port), range(2))
            assert first != second


def test_slow_senders_keep_nobody_waiting(serving) -> None:
    with serving(processes=1) as port:
        stalled = [socket.create_connection(("localhost", port)) for _ in range(2)]
        for each in stalled:
            each.sendall(b"GET / HTTP/1.1\r\nHost: loc")
        assert page(port)
        for each in stalled:
            each.close()
